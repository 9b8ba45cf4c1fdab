using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>What is decided by of a NodeGroup (<c>cloud/deploy/crds/nodegroups.yaml</c>).</summary>
public sealed record NodeGroup
{
    /// <summary>The collection.</summary>
    public static GroupVersionResource Collection { get; } = new("apps.kubeedge.io", "v1alpha1", "nodegroups");

    /// <summary>Name, revision, age and deletion.</summary>
    public required ObjectMeta Meta { get; init; }

    /// <summary><c>metadata.labels</c></summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary><c>metadata.finalizers</c></summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary><c>spec.nodes</c></summary>
    public IReadOnlySet<string> Nodes { get; init; } = new HashSet<string>();

    /// <summary><c>spec.matchLabels</c> and <c>spec.matchExpressions</c>; selects nothing where both are empty.</summary>
    public LabelSelector Selector { get; init; } = LabelSelector.Nothing;

    /// <summary><c>spec.topologyEnabled</c></summary>
    public bool TopologyEnabled { get; init; }

    /// <summary>Why <c>spec</c> cannot be understood; null where it can. Nodes and Selector are empty then.</summary>
    public string? Fault { get; init; }

    /// <summary><c>status</c></summary>
    public NodeGroupStatus Status { get; init; } = NodeGroupStatus.Empty;

    /// <summary>The group's name.</summary>
    public string Name => Meta.Name;

    /// <summary>Reads an object; absent fields are empty. A spec that cannot be understood is a <see cref="Fault"/>, not an exception.</summary>
    /// <exception cref="FormatException">It is no Kubernetes object.</exception>
    public static NodeGroup Parse(RawObject raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw.Json);
            var root = document.RootElement;
            var group = new NodeGroup
            {
                Meta = ObjectMeta.Read(raw.Json.Span),
                Labels = RawJson.ReadLabels(raw.Json.Span),
                Finalizers = [.. Texts(root, "metadata", "finalizers")],
                Status = root.TryGetProperty("status", out var status) ? NodeGroupStatus.Parse(status) : NodeGroupStatus.Empty,
            };
            return WithSpec(group, root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"NodeGroup {raw.Key} is not as its definition says: {e.Message}", e);
        }
    }

    private static NodeGroup WithSpec(NodeGroup group, JsonElement root)
    {
        try
        {
            var selector = root.TryGetProperty("spec", out var spec) ? LabelSelector.FromJson(spec) : LabelSelector.Nothing;
            return group with
            {
                Nodes = Texts(root, "spec", "nodes").ToHashSet(),
                Selector = selector.IsEmpty ? LabelSelector.Nothing : selector,
                TopologyEnabled = spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("topologyEnabled", out var topology) && topology.ValueKind == JsonValueKind.True,
            };
        }
        catch (Exception e) when (e is SelectorException or InvalidOperationException)
        {
            return group with { Fault = e.Message };
        }
    }

    private static IEnumerable<string> Texts(JsonElement root, string part, string field) =>
        root.TryGetProperty(part, out var parent) && parent.TryGetProperty(field, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Select(item => item.GetString() ?? "")
            : [];
}
