using System.Runtime.InteropServices;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>
/// What an EdgeApplication says (<c>cloud/deploy/crds/edgeapplications.yaml</c>). What the renderer makes objects of stays JSON, so that no
/// field is lost; what decides is read. Immutable and safe for all threads.
/// </summary>
public sealed record EdgeApplication
{
    /// <summary>The collection.</summary>
    public static GroupVersionResource Collection { get; } = new("apps.kubeedge.io", "v1alpha1", "edgeapplications");

    /// <summary>The kind.</summary>
    public const string Kind = "EdgeApplication";

    /// <summary>Name, namespace, revision, generation, age and deletion.</summary>
    public required ObjectMeta Meta { get; init; }

    /// <summary><c>metadata.finalizers</c></summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary><c>spec.workloadTemplate.manifests</c>, in order, each as written: UTF-8 JSON of any type.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Manifests { get; init; } = [];

    /// <summary><c>spec.workloadTemplate.podTemplates</c>: custom kinds that have a pod template.</summary>
    public IReadOnlyList<PodTemplateKind> PodTemplates { get; init; } = [];

    /// <summary><c>spec.workloadScope</c>: the groups that are named, then the selectors of groups, then those of nodes, each list in its order.</summary>
    public IReadOnlyList<EdgeApplicationTarget> Targets { get; init; } = [];

    /// <summary><c>spec.rolloutStrategy</c></summary>
    public RolloutStrategy RolloutStrategy { get; init; } = new();

    /// <summary><c>status</c> as the API server holds it; undefined where there is none yet.</summary>
    public JsonElement Status { get; init; }

    /// <summary>The namespace that the manifests belong to where they name none.</summary>
    public string Namespace => Meta.Namespace;

    /// <summary>The application's name.</summary>
    public string Name => Meta.Name;

    /// <summary>Reads an object; absent fields are empty.</summary>
    /// <exception cref="FormatException">A field is not of the type that the definition says; the message names the object.</exception>
    public static EdgeApplication Parse(RawObject raw)
    {
        try
        {
            using var document = JsonDocument.Parse(raw.Json, Reading);
            var root = document.RootElement;
            var spec = Member(root, "spec");
            var template = Member(spec, "workloadTemplate");
            var scope = Member(spec, "workloadScope");
            return new EdgeApplication
            {
                Meta = ObjectMeta.Read(raw.Json.Span),
                Finalizers = [.. Items(Member(root, "metadata"), "finalizers").Select(item => item.GetString()!)],
                Manifests = [.. Items(template, "manifests").Select(Bytes)],
                PodTemplates = [.. Items(template, "podTemplates").Select(PodTemplateKind.Parse)],
                Targets =
                [
                    .. ReadTargets(scope, "targetNodeGroups", TargetKind.NodeGroup),
                    .. ReadTargets(scope, "targetNodeGroupLabels", TargetKind.NodeGroupLabels),
                    .. ReadTargets(scope, "targetNodeLabels", TargetKind.NodeLabels),
                ],
                RolloutStrategy = RolloutStrategy.Parse(Member(spec, "rolloutStrategy")),
                Status = Member(root, "status") is { ValueKind: not JsonValueKind.Undefined } status ? status.Clone() : default,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"EdgeApplication {raw.Key} is not as its definition says: {e.Message}", e);
        }
    }

    /// <summary>As deep as the API server itself goes.</summary>
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 10_000 };

    private static IEnumerable<EdgeApplicationTarget> ReadTargets(JsonElement scope, string list, TargetKind kind) => Items(scope, list)
        .Select((item, index) => EdgeApplicationTarget.Parse(item, kind, $"spec.workloadScope.{list}[{index}]"));

    private static ReadOnlyMemory<byte> Bytes(JsonElement element) => JsonMarshal.GetRawUtf8Value(element).ToArray();

    internal static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: not JsonValueKind.Undefined } items ? items.EnumerateArray() : default;
}
