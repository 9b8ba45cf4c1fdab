using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// Which nodes may see which named objects, counted by the pods that name them. The first pod that names an object makes it visible to the
/// node, the last one that goes makes it invisible; the object itself need not exist.
/// </summary>
internal sealed class References
{
    private readonly Dictionary<ObjectIdentity, Dictionary<string, int>> _nodes = [];
    private readonly Dictionary<(string Node, GroupVersionResource Collection), HashSet<ObjectIdentity>> _names = [];

    /// <summary>An object has become visible to a node.</summary>
    public event Action<string, ObjectIdentity>? Appeared;

    /// <summary>An object has become invisible to a node, at a revision.</summary>
    public event Action<string, ObjectIdentity, long>? Vanished;

    /// <summary>The nodes that see an object.</summary>
    public IReadOnlyCollection<string> NodesOf(ObjectIdentity identity) => _nodes.TryGetValue(identity, out var nodes) ? nodes.Keys : [];

    /// <summary>What a node sees of a collection.</summary>
    public IReadOnlyCollection<ObjectIdentity> NamesOf(string node, GroupVersionResource collection) => _names.GetValueOrDefault((node, collection)) ?? [];

    public void Add(string node, ObjectIdentity identity)
    {
        if (!_nodes.TryGetValue(identity, out var nodes)) _nodes.Add(identity, nodes = new(StringComparer.Ordinal));
        nodes[node] = nodes.GetValueOrDefault(node) + 1;
        if (nodes[node] > 1) return;

        if (!_names.TryGetValue((node, identity.Collection), out var names)) _names.Add((node, identity.Collection), names = []);
        names.Add(identity);
        Appeared?.Invoke(node, identity);
    }

    public void Remove(string node, ObjectIdentity identity, long revision)
    {
        var nodes = _nodes[identity];
        if (--nodes[node] > 0) return;

        nodes.Remove(node);
        if (nodes.Count == 0) _nodes.Remove(identity);
        var names = _names[(node, identity.Collection)];
        names.Remove(identity);
        if (names.Count == 0) _names.Remove((node, identity.Collection));
        Vanished?.Invoke(node, identity, revision);
    }
}
