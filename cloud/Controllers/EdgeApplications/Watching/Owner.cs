using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>
/// Whose an object is. What controls it by reference decides; only where nothing does, our annotation: ReplicaSets carry the annotations of their
/// Deployment and are not ours for that.
/// </summary>
/// <param name="Application">The EdgeApplication's namespace and name; null where the object is not an EdgeApplication's.</param>
/// <param name="Uid">The EdgeApplication's uid where the object names it by reference; else empty.</param>
/// <param name="Controller">Who controls it, in words, where that is no EdgeApplication; else empty.</param>
internal sealed record Owner(ObjectKey? Application, string Uid, string Controller)
{
    /// <summary>On every object: the namespace and name of the EdgeApplication, for those that cannot refer to it.</summary>
    public const string Annotation = "apps.kubeedge.io/applied-for";

    private static readonly Owner Nobody = new(null, "", "");

    /// <summary>Whether the object belongs to this very application.</summary>
    public bool Is(EdgeApplication application) =>
        Application == new ObjectKey(application.Namespace, application.Name) && (Uid.Length == 0 || Uid == application.Meta.Uid);

    public static Owner Of(RawObject raw)
    {
        // Most objects of the cluster are nobody's, or have a controller that does not concern us: they are not parsed.
        if (raw.Json.Span.IndexOf("\"ownerReferences\""u8) < 0 && raw.Json.Span.IndexOf("apps.kubeedge.io/applied-for"u8) < 0)
            return Nobody;

        var reader = new Utf8JsonReader(raw.Json.Span);
        if (!MetadataPath.TrySeek(ref reader))
            return Nobody;

        using var metadata = JsonDocument.ParseValue(ref reader);
        return Controlling(metadata.RootElement, raw.Key.Namespace) ?? Annotated(metadata.RootElement) ?? Nobody;
    }

    private static readonly RawPath MetadataPath = RawPath.Of("metadata");

    private static Owner? Controlling(JsonElement metadata, string ns)
    {
        if (!metadata.TryGetProperty("ownerReferences", out var references) || references.ValueKind != JsonValueKind.Array)
            return null;

        foreach (var reference in references.EnumerateArray())
        {
            if (!reference.TryGetProperty("controller", out var controls) || controls.ValueKind != JsonValueKind.True)
                continue;

            var (version, kind, name) = (Text(reference, "apiVersion"), Text(reference, "kind"), Text(reference, "name"));
            return kind == EdgeApplication.Kind && version.StartsWith("apps.kubeedge.io/", StringComparison.Ordinal)
                ? new Owner(new ObjectKey(ns, name), Text(reference, "uid"), "")
                : new Owner(null, "", $"{kind} {name}");
        }

        return null;
    }

    private static Owner? Annotated(JsonElement metadata) =>
        metadata.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
        && Text(annotations, Annotation).Split('/') is [var ns, var name]
            ? new Owner(new ObjectKey(ns, name), "", "")
            : null;

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
