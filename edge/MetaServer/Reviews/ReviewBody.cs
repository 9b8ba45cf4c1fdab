using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Protobuf;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>What a client sent, in one of two forms: JSON, or protobuf as kubectl sends it.</summary>
/// <param name="Json">The spec, where it came as JSON.</param>
/// <param name="Protobuf">The spec, where it came as protobuf.</param>
internal readonly record struct ReviewBody(JsonElement? Json, ReadOnlyMemory<byte> Protobuf)
{
    /// <summary>A review without a spec.</summary>
    private static ReviewBody Empty => new(null, default);

    /// <summary>How Kubernetes' protobuf begins.</summary>
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Null where it is neither. In protobuf there is an envelope (raw is field 2), in it the review (spec is 2).</summary>
    public static ReviewBody? Read(ReadOnlyMemory<byte> review) => Read(review, "spec", 2);

    /// <summary>Another part of the review than its spec.</summary>
    public static ReviewBody? Read(ReadOnlyMemory<byte> review, string part, int field)
    {
        try
        {
            if (review.Span.StartsWith(Magic)) return new ReviewBody(null, ProtobufFields.Find(ProtobufFields.Find(review[Magic.Length..], 2), field));
            using var document = JsonDocument.Parse(review);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new ReviewBody(document.RootElement.Clone(), default).Part(part, field) ?? Empty : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A message within this one; null where it is absent.</summary>
    public ReviewBody? Part(string name, int field)
    {
        if (Json is { } json) return Member(json, name) is { ValueKind: JsonValueKind.Object } part ? new ReviewBody(part, default) : null;
        return ProtobufFields.Find(Protobuf, field) is { IsEmpty: false } message ? new ReviewBody(null, message) : null;
    }

    /// <summary>A text; empty where it is absent.</summary>
    public string Text(string name, int field)
    {
        if (Json is not { } json) return ProtobufFields.Text(Protobuf, field);
        return Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
    }

    /// <summary>Several texts.</summary>
    public IReadOnlyList<string> Texts(string name, int field)
    {
        if (Json is not { } json) return [.. ProtobufFields.FindAll(Protobuf, field).Select(text => Encoding.UTF8.GetString(text.Span))];
        return Member(json, name) is { ValueKind: JsonValueKind.Array } texts
            ? [.. texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!)]
            : [];
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;
}
