using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>Reads what everybody needs of an object, in one pass that ends with its metadata.</summary>
public static class RawObjectReader
{
    /// <summary>
    /// Reads key, uid and revision. The bytes are kept, not copied, and what follows the metadata is not looked at where kind and
    /// apiVersion stand before it.
    /// </summary>
    /// <exception cref="FormatException">Not a JSON object, or kind, apiVersion, metadata, its name or its resourceVersion is missing.</exception>
    public static RawObject Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"not a Kubernetes object: {e.Message}", e);
        }
    }

    private static RawObject Read(ReadOnlyMemory<byte> json)
    {
        var reader = RawJson.Reader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new FormatException("not a JSON object");
        bool hasKind = false, hasApiVersion = false, hasMetadata = false;
        string @namespace = "", name = "", uid = "";
        long revision = 0;
        while (!(hasKind && hasApiVersion && hasMetadata) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8)) hasKind = true;
            else if (reader.ValueTextEquals("apiVersion"u8)) hasApiVersion = true;
            else if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                hasMetadata = reader.TokenType == JsonTokenType.StartObject;
                if (hasMetadata) ReadMetadata(ref reader, hasKind && hasApiVersion, ref @namespace, ref name, ref uid, ref revision);
                continue;
            }
            reader.Skip();
        }
        if (!hasKind) throw new FormatException("kind is missing");
        if (!hasApiVersion) throw new FormatException("apiVersion is missing");
        if (!hasMetadata) throw new FormatException("metadata is missing");
        if (name.Length == 0) throw new FormatException("metadata.name is missing");
        if (revision == 0) throw new FormatException($"metadata.resourceVersion of '{name}' is missing");
        return new RawObject(json, new ObjectKey(@namespace, name), uid, revision);
    }

    private static void ReadMetadata(
        ref Utf8JsonReader reader, bool mayStop, ref string @namespace, ref string name, ref string uid, ref long revision)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8)) name = ReadText(ref reader);
            else if (reader.ValueTextEquals("namespace"u8)) @namespace = ReadText(ref reader);
            else if (reader.ValueTextEquals("uid"u8)) uid = ReadText(ref reader);
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                revision = ReadRevision(ref reader);
            }
            else reader.Skip();
            if (mayStop && revision != 0 && name.Length > 0 && @namespace.Length > 0 && uid.Length > 0) return;
        }
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? "";
    }

    /// <summary>The revision in the string the reader stands on; 0 where it is empty.</summary>
    internal static long ReadRevision(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : [];
        if (text.IsEmpty) return 0;
        return Utf8Parser.TryParse(text, out long revision, out var used) && used == text.Length && revision >= 0
            ? revision
            : throw new FormatException($"metadata.resourceVersion is '{Encoding.UTF8.GetString(text)}': want a decimal number");
    }
}
