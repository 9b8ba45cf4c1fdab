using System.Text;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Witness;

/// <summary>The files of one process: one of what was logged, one of needles of each kind. What was written survives the process, however it ends.</summary>
internal sealed class Notebook(string directory)
{
    private const long Most = 32 << 20;

    /// <summary>What is shorter stands in too many lines by chance.</summary>
    private const int ShortestNeedle = 12;

    private static readonly string[] s_publicNames = ["ca.crt", "tls.crt", "token-id", "expiration", "description", "auth-extra-groups", "namespace"];
    private readonly Lock _gate = new();
    private readonly HashSet<string> _kept = [];
    private readonly Dictionary<string, StreamWriter> _files = [];
    private long _written;

    /// <summary>Whether there is no more room for logs.</summary>
    public bool IsFull => Interlocked.Read(ref _written) > Most;

    /// <summary>A line of a log.</summary>
    public void Write(string text)
    {
        if (Interlocked.Add(ref _written, text.Length + 1) > Most) return;
        lock (_gate) Open("log").WriteLine(text);
    }

    /// <summary>What a Secret holds that is secret.</summary>
    public void Keep(JsonObject secret)
    {
        var kind = (string?)secret["type"] switch { "bootstrap.kubernetes.io/token" => "join-token", "kubernetes.io/tls" => "private-key", _ => "Secret" };
        foreach (var (name, value) in secret["data"] as JsonObject ?? [])
        {
            if (s_publicNames.Contains(name) || name.StartsWith("usage-", StringComparison.Ordinal) || value is null) continue;
            Keep(kind, Encoding.UTF8.GetString(Convert.FromBase64String((string)value!)));
        }
        foreach (var (name, value) in secret["stringData"] as JsonObject ?? [])
        {
            if (!s_publicNames.Contains(name) && value is not null) Keep(kind, (string)value!);
        }
    }

    /// <summary>A needle, and how it looks in base64; of several lines each is one.</summary>
    public void Keep(string kind, string value)
    {
        lock (_gate)
        {
            foreach (var line in value.Split('\n', StringSplitOptions.TrimEntries))
            {
                if (line.Length < ShortestNeedle || line.StartsWith("-----", StringComparison.Ordinal) || !_kept.Add(line)) continue;
                var file = Open("needles-" + kind);
                file.WriteLine(line);
                foreach (var form in InBase64(line)) file.WriteLine(form);
            }
        }
    }

    /// <summary>What base64 makes of it wherever it begins: the characters that depend on nothing beside it.</summary>
    private static IEnumerable<string> InBase64(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
            yield return text[((8 * before + 5) / 6)..(8 * (before + bytes.Length) / 6)];
        }
    }

    private StreamWriter Open(string name)
    {
        if (_files.TryGetValue(name, out var open)) return open;
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"{name}-{AppDomain.CurrentDomain.FriendlyName}-{Environment.ProcessId}.txt");
        return _files[name] = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0), bufferSize: 4096) { AutoFlush = true };
    }
}
