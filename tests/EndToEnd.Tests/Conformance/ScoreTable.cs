using System.Globalization;
using System.Text;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Which line of the specification holds at which server: what <c>make conformance</c> ends with.</summary>
public sealed class ScoreTable
{
    private readonly SortedDictionary<string, Dictionary<string, List<(string Test, TestResult Result, string Reason)>>> _lines = new(NumberOrder.Instance);
    private readonly List<string> _notes = [];

    /// <summary>Notes how a test of a line ended at a server.</summary>
    public void Add(string line, string server, string test, TestResult result, string reason)
    {
        if (!_lines.TryGetValue(line, out var servers)) _lines[line] = servers = [];
        if (!servers.TryGetValue(server, out var tests)) servers[server] = tests = [];
        tests.Add((test, result, reason));
    }

    /// <summary>A line below the table.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Writes the table to standard output, and to the file that CONFORMANCE_TABLE names.</summary>
    public void Print(string missing)
    {
        if (_lines.Count == 0) return;
        var text = new StringBuilder();
        text.AppendLine().Append(CultureInfo.InvariantCulture, $"{"line",-6}");
        foreach (var server in ServerNames.All) text.Append(CultureInfo.InvariantCulture, $"{server,-14}");
        text.AppendLine();
        var reasons = new List<string>();
        foreach (var (line, servers) in _lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line,-6}");
            foreach (var server in ServerNames.All) text.Append(CultureInfo.InvariantCulture, $"{Cell(line, server, servers.GetValueOrDefault(server) ?? [], reasons),-14}");
            text.AppendLine();
        }
        if (missing.Length > 0) text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{ServerNames.Real}: {missing}");
        foreach (var reason in reasons.Distinct()) text.AppendLine(reason);
        foreach (var note in _notes) text.AppendLine(note);
        Console.Out.Write(text);
        if (Environment.GetEnvironmentVariable("CONFORMANCE_TABLE") is { Length: > 0 } file) File.WriteAllText(file, text.ToString());
    }

    private static string Cell(string line, string server, List<(string Test, TestResult Result, string Reason)> tests, List<string> reasons)
    {
        foreach (var (test, result, reason) in tests)
        {
            if (result == TestResult.Failed) reasons.Add($"FAILED {line} {server} {test}: {reason.Split('\n')[0]}");
            else if (result == TestResult.Skipped && reason != RealControlPlaneMissing) reasons.Add($"n/a    {line} {server} {test}: {reason}");
        }
        var (passed, failed) = (tests.Count(test => test.Result == TestResult.Passed), tests.Count(test => test.Result == TestResult.Failed));
        if (failed > 0) return $"{failed} FAILED";
        return passed > 0 ? $"{passed} passed" : "n/a";
    }

    private static string RealControlPlaneMissing => Servers.Missing;

    /// <summary>1.2 before 1.10.</summary>
    private sealed class NumberOrder : IComparer<string>
    {
        public static NumberOrder Instance { get; } = new();

        public int Compare(string? x, string? y) => Version.Parse(x!).CompareTo(Version.Parse(y!));
    }
}
