using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>
/// An informer's cache, and what an informer must never see: a version that goes back, a change without a new version, an addition of what
/// is there, a change or a deletion of what is not.
/// </summary>
internal sealed class Witness(string name)
{
    private const int MostFaults = 5;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _objects = [];
    private readonly List<string> _faults = [];
    private long _reached;
    private long _resumedAt;

    /// <summary>Whose it is.</summary>
    public string Name { get; } = name;

    /// <summary>How often everything was listed, by reason.</summary>
    public Dictionary<Relist, int> Lists { get; } = [];

    /// <summary>Refusals and broken connections, by what the client saw.</summary>
    public Dictionary<string, int> Setbacks { get; } = [];

    /// <summary>How many connections the watch has used.</summary>
    public int Watches { get; private set; }

    /// <summary>How many changes have arrived.</summary>
    public int Events { get; private set; }

    /// <summary>How many told nothing new, which is allowed only where a watch goes on from a version that several changes share, or goes over from the cluster to the node.</summary>
    public int Repeats { get; private set; }

    /// <summary>What must not have been.</summary>
    public IReadOnlyList<string> Faults
    {
        get { lock (_lock) return [.. _faults]; }
    }

    /// <summary>A copy of the cache.</summary>
    public IReadOnlyList<JsonObject> Objects
    {
        get { lock (_lock) return [.. _objects.Values]; }
    }

    /// <summary>Everything was listed.</summary>
    public void Listed(long revision, IReadOnlyList<JsonObject> items, Relist why)
    {
        lock (_lock)
        {
            Lists[why] = Lists.GetValueOrDefault(why) + 1;
            if (revision < _reached) Fault($"a list at {revision} after {_reached}");
            foreach (var item in items)
            {
                if (RevisionOf(item) > revision) Fault($"a list at {revision} with {Say(item)}");
                if (_objects.GetValueOrDefault(NodeTruth.KeyOf(item)) is { } had) Follows(had, item, "listed");
            }
            _objects.Clear();
            foreach (var item in items) _objects[NodeTruth.KeyOf(item)] = item;
            _reached = Math.Max(_reached, revision);
        }
    }

    /// <summary>A watch goes on from there.</summary>
    public void Watching(long from)
    {
        lock (_lock) (_resumedAt, Watches) = (from, Watches + 1);
    }

    /// <summary>A watch has brought a change or a bookmark.</summary>
    public void Heard(string type, JsonObject value)
    {
        lock (_lock)
        {
            var revision = RevisionOf(value);
            if (revision < _reached) Fault($"{type} {Say(value)} after {_reached}");
            _reached = Math.Max(_reached, revision);
            if (type == "BOOKMARK") return;
            Events++;
            var key = NodeTruth.KeyOf(value);
            var had = _objects.GetValueOrDefault(key);
            // What shares the version from which the watch goes on comes again: the server cannot know which of it was seen.
            if (revision == _resumedAt && (had is null ? type == "DELETED" : NodeTruth.Whole(had) == NodeTruth.Whole(value)))
            {
                Repeats++;
                return;
            }
            // What the node held in part and now holds wholly comes into sight, at a version of its own (law 2), to those who saw it in the cluster before.
            if (type == "ADDED" && had is not null && revision > RevisionOf(had) && NodeTruth.Bare(had) == NodeTruth.Bare(value))
            {
                Repeats++;
                _objects[key] = value;
                return;
            }
            if (type == "ADDED" ? had is not null : had is null) Fault($"{type} {Say(value)}, but {(had is null ? "it is not there" : $"{Say(had)} is")}");
            if (had is not null) Follows(had, value, type);
            if (type == "DELETED") _objects.Remove(key);
            else _objects[key] = value;
        }
    }

    /// <summary>A request was refused or broke off.</summary>
    public void SetBack(string what)
    {
        lock (_lock) Setbacks[what] = Setbacks.GetValueOrDefault(what) + 1;
    }

    private void Follows(JsonObject had, JsonObject now, string how)
    {
        var (before, after) = (RevisionOf(had), RevisionOf(now));
        if (after < before) Fault($"{how} {Say(now)} after {Say(had)}");
        if (after == before && (how != "listed" || NodeTruth.Whole(had) != NodeTruth.Whole(now)))
            Fault($"{how} {Say(now)} twice{(NodeTruth.Whole(had) == NodeTruth.Whole(now) ? "" : $", with other content: {NodeTruth.Whole(had)} and {NodeTruth.Whole(now)}")}");
        if (how == "MODIFIED" && UidOf(had) != UidOf(now)) Fault($"{how} {Say(now)}, which is another object than {Say(had)}");
    }

    private void Fault(string what)
    {
        if (_faults.Count < MostFaults) _faults.Add($"{Name}: {what}");
    }

    private static long RevisionOf(JsonObject value) => long.Parse(value["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static string UidOf(JsonObject value) => (string?)value["metadata"]!["uid"] ?? "";

    private static string Say(JsonObject value) => $"{NodeTruth.KeyOf(value)}@{value["metadata"]!["resourceVersion"]}({UidOf(value)})";
}
