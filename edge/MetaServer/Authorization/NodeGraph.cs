using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>Which nodes are related to what: the pods bound to them, and the objects that these pods name.</summary>
internal sealed class NodeGraph
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");

    private readonly HashSet<(string Node, string Resource, ObjectKey Key)> _edges = [];

    /// <summary>Reads the pods that are held. One that is malformed relates nothing.</summary>
    public static NodeGraph Read(IObjectReader reader)
    {
        var graph = new NodeGraph();
        using var cursor = reader.OpenList(new ListQuery(Pods, reader.Latest(Pods)));
        while (cursor.MoveNext())
        {
            try
            {
                graph.Add(cursor.Key, PodReferences.Read(cursor.Json));
            }
            catch (FormatException)
            {
                // Relates nothing.
            }
        }
        return graph;
    }

    /// <summary>Whether a path leads from the node to what is asked for.</summary>
    public bool Relates(string node, RequestInfo request) => _edges.Contains((node, request.Resource.Resource, new ObjectKey(request.Namespace, request.Name)));

    private void Add(ObjectKey pod, PodReferences references)
    {
        if (references.Node.Length == 0) return;
        _edges.Add((references.Node, "pods", pod));
        foreach (var (resource, name) in references.Names) _edges.Add((references.Node, resource, new ObjectKey(pod.Namespace, name)));
    }
}
