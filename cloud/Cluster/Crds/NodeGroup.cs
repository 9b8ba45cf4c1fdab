using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>What is decided by of a NodeGroup (<c>cloud/deploy/crds/nodegroups.yaml</c>).</summary>
public sealed record NodeGroup
{
    /// <summary>The collection.</summary>
    public static GroupVersionResource Collection { get; } = new("apps.kubeedge.io", "v1alpha1", "nodegroups");

    /// <summary>Name, revision, age and deletion.</summary>
    public required ObjectMeta Meta { get; init; }

    /// <summary><c>metadata.finalizers</c></summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary><c>metadata.labels</c></summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary><c>spec.nodes</c></summary>
    public IReadOnlySet<string> Nodes { get; init; } = new HashSet<string>();

    /// <summary><c>spec.matchLabels</c></summary>
    public IReadOnlyDictionary<string, string> MatchLabels { get; init; } = new Dictionary<string, string>();

    /// <summary><c>status.nodeStatuses</c></summary>
    public IReadOnlyList<NodeGroupNodeStatus> NodeStatuses { get; init; } = [];

    /// <summary>The group's name.</summary>
    public string Name => Meta.Name;

    /// <summary>Reads an object; absent fields are empty.</summary>
    /// <exception cref="FormatException">A field is not of the type that the definition says.</exception>
    public static NodeGroup Parse(RawObject raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw.Json);
            var root = document.RootElement;
            return new NodeGroup
            {
                Meta = ObjectMeta.Read(raw.Json.Span),
                Finalizers = [.. Items(root, "metadata", "finalizers").Select(item => item.GetString()!)],
                Labels = RawJson.ReadMap(raw.Json.Span, LabelsPath),
                Nodes = Items(root, "spec", "nodes").Select(item => item.GetString()!).ToHashSet(),
                MatchLabels = RawJson.ReadMap(raw.Json.Span, MatchLabelsPath),
                NodeStatuses = [.. Items(root, "status", "nodeStatuses").Select(NodeGroupNodeStatus.Parse)],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"NodeGroup {raw.Key} is not as its definition says: {e.Message}", e);
        }
    }

    private static readonly RawPath LabelsPath = RawPath.Of("metadata", "labels");
    private static readonly RawPath MatchLabelsPath = RawPath.Of("spec", "matchLabels");

    private static JsonElement.ArrayEnumerator Items(JsonElement root, string part, string field) =>
        root.TryGetProperty(part, out var parent) && parent.TryGetProperty(field, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;
}
