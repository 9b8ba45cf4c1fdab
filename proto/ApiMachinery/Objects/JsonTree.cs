using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>
/// Objects as trees, for the few places that change them in many spots at once (patches, apply). Everything else stays with bytes.
/// Numbers keep their text; the order of members is kept.
/// </summary>
public static class JsonTree
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = RawJson.MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Writing = new() { MaxDepth = RawJson.MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads any JSON value; JSON null gives null.</summary>
    /// <exception cref="JsonException">It is not JSON, or an object names a member twice.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json, nodeOptions: null, Reading);

    /// <summary>Reads an object.</summary>
    /// <exception cref="JsonException">It is not JSON, no object, or names a member twice.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> json) =>
        Parse(json) as JsonObject ?? throw new JsonException("the document is not a JSON object");

    /// <summary>Writes compact UTF-8 JSON that escapes only what JSON must.</summary>
    public static byte[] Write(JsonNode? node)
    {
        if (node is null) return "null"u8.ToArray();
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Writing)) node.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
