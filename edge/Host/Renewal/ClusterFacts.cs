using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>
/// What the store holds of the facts that go into the serving certificate (the kubernetes Service's cluster IPs and the node's own addresses), and of the CAs
/// by which the cloud is to be trusted.
/// </summary>
internal sealed class ClusterFacts(IObjectReader reader, string node)
{
    private static readonly GroupVersionResource _services = new("", "v1", "services");
    private static readonly GroupVersionResource _nodes = new("", "v1", "nodes");
    private static readonly ObjectKey _authorities = new("", DocumentNames.CloudAuthorities);
    private static readonly ObjectKey _kubernetes = new("default", "kubernetes");

    /// <summary>Equal texts, equal facts; empty parts for what is not held.</summary>
    public string Read() => $"{Read(_services, _kubernetes, "spec", "clusterIPs")} {Read(_nodes, new ObjectKey("", node), "status", "addresses")}";

    /// <summary>
    /// What the cloud says that its CAs are named together; null where it says nothing. A reason to ask, and never one to trust: what is in the store may be of
    /// another time.
    /// </summary>
    public string? ReadAuthorities()
    {
        if (reader.Get(DocumentNames.Collection, _authorities) is not { } found) return null;
        try
        {
            using var document = JsonDocument.Parse(found.Json);
            return document.RootElement.TryGetProperty("body", out var body) && body.TryGetBytesFromBase64(out var text) ? Encoding.UTF8.GetString(text) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private string Read(GroupVersionResource resource, ObjectKey key, string outer, string inner)
    {
        if (reader.Get(resource, key) is not { } found) return "";
        try
        {
            using var document = JsonDocument.Parse(found.Json);
            return document.RootElement.TryGetProperty(outer, out var part) && part.TryGetProperty(inner, out var value) ? value.GetRawText() : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
