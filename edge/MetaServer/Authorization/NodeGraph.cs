using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>What is related to one node: the pods bound to it, and the objects that these pods name.</summary>
internal sealed class NodeGraph
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");

    /// <summary>What each version of a pod names; null for one of another node's, and for one that cannot be read.</summary>
    private readonly Dictionary<long, PodReferences?> _versions = [];

    private readonly HashSet<(string Resource, ObjectKey Key)> _related = [];

    /// <summary>Reads the pods that are held; of those that <paramref name="before"/> has read already the names only. One that is malformed relates nothing.</summary>
    /// <exception cref="SnapshotExpiredException">The store has let go of them meanwhile.</exception>
    public static NodeGraph Read(IObjectReader reader, string node, NodeGraph? before)
    {
        var (graph, snapshot, unread) = (new NodeGraph(), reader.Latest(Pods), new List<long>());
        using (var cursor = reader.OpenList(new ListQuery(Pods, snapshot, VersionsOnly: true)))
        {
            while (cursor.MoveNext())
            {
                if (before is not null && before._versions.TryGetValue(cursor.Sequence, out var references)) graph.Add(cursor, references);
                else unread.Add(cursor.Sequence);
            }
        }
        if (unread.Count == 0) return graph;
        using var changed = reader.OpenVersions(Pods, snapshot, unread.ToArray());
        while (changed.MoveNext()) graph.Add(changed, Read(changed.Json, node));
        return graph;
    }

    /// <summary>Whether a path leads from the node to what is asked for.</summary>
    public bool Relates(RequestInfo request) => _related.Contains((request.Resource.Resource, new ObjectKey(request.Namespace, request.Name)));

    private static PodReferences? Read(ReadOnlySpan<byte> pod, string node)
    {
        try
        {
            var references = PodReferences.Read(pod);
            return references.Node == node ? references : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private void Add(IListCursor pod, PodReferences? references)
    {
        _versions.Add(pod.Sequence, references);
        if (references is null) return;
        var key = pod.Key;
        _related.Add(("pods", key));
        foreach (var (resource, name) in references.Names) _related.Add((resource, new ObjectKey(key.Namespace, name)));
    }
}
