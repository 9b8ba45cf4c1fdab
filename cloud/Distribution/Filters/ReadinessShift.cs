namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>Which nodes and groups had a ready backend in a pool before a change: those for whom the first has come, or the last gone, may be shown another level.</summary>
internal sealed class ReadinessShift
{
    private readonly Dictionary<string, bool> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _nodes = new(StringComparer.Ordinal);

    public void NoteGroup(string group, ReadyCount before) => _groups.TryAdd(group, before.Has(group));

    public void NoteNode(string node, ReadyCount before) => _nodes.TryAdd(node, before.Has(node));

    public IReadOnlyCollection<string> Groups(ReadyCount now) => Shifted(_groups, now);

    public IReadOnlyCollection<string> Nodes(ReadyCount now) => Shifted(_nodes, now);

    private static List<string> Shifted(Dictionary<string, bool> before, ReadyCount now) =>
        [.. before.Where(pair => now.Has(pair.Key) != pair.Value).Select(pair => pair.Key)];
}
