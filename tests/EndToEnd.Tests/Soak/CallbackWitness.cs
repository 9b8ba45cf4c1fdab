using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>What the callbacks of a foreign informer must never say.</summary>
internal sealed class CallbackWitness(string name)
{
    private const int MostFaults = 5;
    private readonly Dictionary<string, long> _present = [];
    private readonly Dictionary<string, long> _highest = [];
    private long _listed;

    /// <summary>What must not have been.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>How often everything was listed, by reason.</summary>
    public Dictionary<Relist, int> Lists { get; } = [];

    /// <summary>Refusals and broken connections, by what the client said.</summary>
    public Dictionary<string, int> Setbacks { get; } = [];

    /// <summary>How many changes have arrived.</summary>
    public int Events { get; private set; }

    /// <summary>One line of the program.</summary>
    public void Heard(JsonObject line)
    {
        switch ((string?)line["event"])
        {
            case "list":
                var why = Enum.Parse<Relist>((string)line["why"]!);
                Lists[why] = Lists.GetValueOrDefault(why) + 1;
                var at = RevisionOf(line);
                if (at < _listed) Fault($"a list at {at} after one at {_listed}");
                _listed = at;
                break;
            case "error":
                var what = (string)line["what"]!;
                Setbacks[what] = Setbacks.GetValueOrDefault(what) + 1;
                break;
            default:
                Called((string)line["event"]!, (string)line["key"]!, RevisionOf(line));
                break;
        }
    }

    private void Called(string callback, string key, long revision)
    {
        Events++;
        var isThere = _present.ContainsKey(key);
        // A deletion comes again to who goes on from the version that it shares with other changes; client-go hands that on.
        if (callback == "delete" && !isThere && _highest.GetValueOrDefault(key) == revision) return;
        if (callback == "add" ? isThere : !isThere) Fault($"{callback} {key}@{revision}, which is {(isThere ? "" : "not ")}there");
        // A deletion that a list brought to light comes with the last state that was known.
        var highest = _highest.GetValueOrDefault(key);
        if (callback == "delete" ? revision < highest : revision <= highest) Fault($"{callback} {key}@{revision} after {highest}");
        _highest[key] = Math.Max(highest, revision);
        if (callback == "delete") _present.Remove(key);
        else _present[key] = revision;
    }

    private void Fault(string what)
    {
        if (Faults.Count < MostFaults) Faults.Add($"{name}: {what}");
    }

    private static long RevisionOf(JsonObject line) => long.Parse((string)line["revision"]!, CultureInfo.InvariantCulture);
}
