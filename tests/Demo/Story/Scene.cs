using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Demo.Stage;

namespace KubeEdge.EdgeMesh.Tests.Demo.Story;

/// <summary>What the acts share: the mesh, the teller, and a watch at every edge on the closed Service's slices.</summary>
/// <param name="mesh">The running mesh.</param>
/// <param name="teller">Who tells.</param>
/// <param name="slices">By node: its EndpointSlices, as an informer on that node sees them.</param>
public sealed class Scene(Fleet mesh, Teller teller, IReadOnlyDictionary<string, LiveView> slices)
{
    /// <summary>
    /// How long anything may take before it counts as broken: most takes milliseconds, but an edge that lost its cloud may wait half a minute
    /// before it tries again.
    /// </summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(75);

    /// <summary>The EndpointSlices of the closed Service.</summary>
    public const string Slices = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io/service-name%3Dtill";

    /// <summary>The running mesh.</summary>
    public Fleet Mesh => mesh;

    /// <summary>Who tells.</summary>
    public Teller Teller => teller;

    /// <summary>By node: its EndpointSlices, as an informer on that node sees them.</summary>
    public IReadOnlyDictionary<string, LiveView> SlicesAt => slices;

    /// <summary>Waits until the node sees exactly the backends on these nodes.</summary>
    public Task SeesAsync(string node, string[] backends, CancellationToken cancellationToken) =>
        slices[node].WaitAsync(
            $"{node} sees the tills of {string.Join(", ", backends)} and no other (it sees {string.Join(", ", Backends(slices[node].Objects))})",
            objects => Backends(objects).SequenceEqual(backends.Order(StringComparer.Ordinal)), Patience, cancellationToken);

    /// <summary>Edits a NodeGroup in the cluster so that it names these nodes.</summary>
    public Task SetNodesAsync(string group, string[] nodes, CancellationToken cancellationToken) =>
        mesh.Cluster.MergeAsync(
            $"/apis/apps.kubeedge.io/v1alpha1/nodegroups/{group}",
            new JsonObject { ["spec"] = new JsonObject { ["nodes"] = new JsonArray([.. nodes.Select(node => (JsonNode)node)]) } },
            cancellationToken);

    /// <summary>Shows what every edge sees of the Service.</summary>
    public void ShowViews()
    {
        List<IReadOnlyList<string>> rows = [["edge", "backends of Service shop/till that it sees"]];
        foreach (var edge in mesh.Edges)
        {
            var seen = slices[edge.Name].Objects.Values.SelectMany(Endpoints).Select(e => $"{e["nodeName"]} {e["addresses"]![0]}");
            rows.Add([edge.Name, string.Join("   ", seen.Order(StringComparer.Ordinal))]);
        }
        teller.Table(rows);
    }

    private static IEnumerable<string> Backends(IReadOnlyDictionary<string, JsonObject> objects) =>
        objects.Values.SelectMany(Endpoints).Where(IsReady).Select(endpoint => endpoint["nodeName"]!.GetValue<string>()).Order(StringComparer.Ordinal);

    private static bool IsReady(JsonNode endpoint) => endpoint["conditions"]?["ready"]?.GetValue<bool>() ?? true;

    private static IEnumerable<JsonNode> Endpoints(JsonObject slice) => slice["endpoints"]?.AsArray().Select(endpoint => endpoint!) ?? [];
}
