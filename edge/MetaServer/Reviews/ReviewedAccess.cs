using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>What a review asks about: a resource, or where <paramref name="Path"/> is not empty a path.</summary>
internal sealed record ReviewedAccess(
    string Verb, string Path = "", string Group = "", string Version = "", string Resource = "", string Subresource = "", string Namespace = "", string Name = "")
{
    /// <summary>How Kubernetes' protobuf begins.</summary>
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The request that is asked about.</summary>
    public RequestInfo ToRequest() => new()
    {
        IsResourceRequest = Path.Length == 0,
        Path = Path,
        Verb = Verb,
        Resource = new GroupVersionResource(Group, Version, Resource),
        Subresource = Subresource,
        Namespace = Namespace,
        Name = Name,
    };

    /// <summary>From a review in JSON or, as kubectl sends it, protobuf; null where it is neither.</summary>
    public static ReviewedAccess? Read(ReadOnlyMemory<byte> review)
    {
        try
        {
            return review.Span.StartsWith(Magic) ? ReadProtobuf(review[Magic.Length..]) : ReadJson(review);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The spec of the answer.</summary>
    public void WriteSpec(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("spec"u8);
        writer.WriteStartObject(Path.Length > 0 ? "nonResourceAttributes"u8 : "resourceAttributes"u8);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [
                ("namespace", Namespace), ("path", Path), ("verb", Verb), ("group", Group), ("version", Version), ("resource", Resource),
                ("subresource", Subresource), ("name", Name),
            ])
        {
            if (value.Length > 0) writer.WriteString(name, value);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static ReviewedAccess? ReadJson(ReadOnlyMemory<byte> json)
    {
        using var review = JsonDocument.Parse(json);
        if (!review.RootElement.TryGetProperty("spec"u8, out var spec)) return null;
        if (spec.TryGetProperty("resourceAttributes"u8, out var resource))
        {
            return new ReviewedAccess(
                Text(resource, "verb"u8), "", Text(resource, "group"u8), Text(resource, "version"u8), Text(resource, "resource"u8),
                Text(resource, "subresource"u8), Text(resource, "namespace"u8), Text(resource, "name"u8));
        }
        return spec.TryGetProperty("nonResourceAttributes"u8, out var path) ? new ReviewedAccess(Text(path, "verb"u8), Text(path, "path"u8)) : null;
    }

    /// <summary>An envelope (raw is field 2), in it the review (spec is 2), in that the attributes of a resource (1) or a path (2).</summary>
    private static ReviewedAccess? ReadProtobuf(ReadOnlyMemory<byte> envelope)
    {
        var spec = ProtobufFields.Find(ProtobufFields.Find(envelope, 2), 2);
        if (ProtobufFields.Find(spec, 1) is { IsEmpty: false } resource)
        {
            return new ReviewedAccess(
                ProtobufFields.Text(resource, 2), "", ProtobufFields.Text(resource, 3), ProtobufFields.Text(resource, 4), ProtobufFields.Text(resource, 5),
                ProtobufFields.Text(resource, 6), ProtobufFields.Text(resource, 1), ProtobufFields.Text(resource, 7));
        }
        return ProtobufFields.Find(spec, 2) is { IsEmpty: false } path ? new ReviewedAccess(ProtobufFields.Text(path, 2), ProtobufFields.Text(path, 1)) : null;
    }

    private static string Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
