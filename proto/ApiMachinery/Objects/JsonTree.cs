using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

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
    /// <exception cref="JsonException">It is not JSON or not valid Unicode, or an object names a member twice.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json)
    {
        // A tree decodes its texts when they are asked for: what cannot be decoded has to be found now, not in the middle of a patch.
        RequireUnicode(json);
        return JsonNode.Parse(json, nodeOptions: null, Reading);
    }

    /// <summary>Reads an object.</summary>
    /// <exception cref="JsonException">It is not JSON or not valid Unicode, no object, or names a member twice.</exception>
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

    private static void RequireUnicode(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) throw new JsonException("the document is not valid UTF-8");
        // Only an escaped surrogate can still be half of a character.
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0) return;
        var reader = RawJson.Reader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) RawPath.Text(ref reader);
            }
        }
        catch (FormatException e)
        {
            throw new JsonException("the document holds half of a surrogate pair", e);
        }
    }
}
