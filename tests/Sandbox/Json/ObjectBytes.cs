using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Json;

/// <summary>Objects as bytes, in the one form in which the store keeps them: kind and apiVersion first.</summary>
internal static class ObjectBytes
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the object as of that version. Custom objects start with apiVersion, built-in ones with kind, as upstream.</summary>
    public static ReadOnlySpan<byte> Write(JsonObject value, string apiVersion, string kind, bool isCustom)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            if (isCustom) writer.WriteString("apiVersion", apiVersion);
            writer.WriteString("kind", kind);
            if (!isCustom) writer.WriteString("apiVersion", apiVersion);
            if (value["metadata"] is { } metadata)
            {
                writer.WritePropertyName("metadata");
                metadata.WriteTo(writer);
            }
            foreach (var (key, child) in value)
            {
                if (key is "kind" or "apiVersion" or "metadata") continue;
                writer.WritePropertyName(key);
                if (child is null) writer.WriteNullValue();
                else child.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan;
    }

    /// <summary>Any JSON, as bytes.</summary>
    public static byte[] Write(JsonNode value)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, s_options)) value.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an object.</summary>
    /// <exception cref="JsonException">The bytes are no JSON object.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> json) =>
        JsonNode.Parse(json) as JsonObject ?? throw new JsonException("The text is not a JSON object.");
}
