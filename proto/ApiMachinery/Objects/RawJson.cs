using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>
/// Changes to an object's bytes that leave every other byte as it was: the changed part is cut out and the new one put in, nothing is
/// written anew from a model. All members take one whole JSON object in UTF-8 and throw <see cref="JsonException"/> where it is none.
/// </summary>
public static class RawJson
{
    /// <summary>As deep as the API server itself goes; CustomResourceDefinitions nest far deeper than the platform's default of 64.</summary>
    internal const int MaxDepth = 10_000;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };
    private static readonly RawPath Metadata = RawPath.Of("metadata");
    private static readonly RawPath Labels = RawPath.Of("metadata", "labels");
    private static readonly RawPath Annotations = RawPath.Of("metadata", "annotations");

    /// <summary>A reader over one whole document, before its first token, that accepts objects as deep as Kubernetes does.</summary>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, ReaderOptions);

    /// <summary>Sets <c>metadata.resourceVersion</c>.</summary>
    /// <exception cref="FormatException">There is no metadata.</exception>
    public static byte[] WithResourceVersion(ReadOnlySpan<byte> json, long revision)
    {
        var reader = Reader(json);
        if (!Metadata.TrySeek(ref reader) || reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("metadata is missing");
        // Written once with both commas; each way of putting it in takes the part it needs.
        Span<byte> member = stackalloc byte[48];
        ",\"resourceVersion\":\""u8.CopyTo(member);
        const int Prefix = 20;
        revision.TryFormat(member[Prefix..], out var digits, provider: CultureInfo.InvariantCulture);
        "\","u8.CopyTo(member[(Prefix + digits)..]);
        var end = Prefix + digits + 1;
        var insertAt = (int)reader.BytesConsumed;
        var first = true;
        var empty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            empty = false;
            if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Splice(json, start, (int)reader.BytesConsumed - start, member[(Prefix - 1)..end]);
            }
            var precedes = StandsBeforeResourceVersion(ref reader);
            reader.Skip();
            if (!precedes) continue;
            insertAt = (int)reader.BytesConsumed;
            first = false;
        }
        return Splice(json, insertAt, 0, (first, empty) switch
        {
            (true, true) => member[1..end],
            (true, false) => member[1..(end + 1)],
            _ => member[..end],
        });
    }

    /// <summary>
    /// Puts kind and apiVersion first, as far as they are absent: <c>{"kind":…,"apiVersion":…</c> as the API server writes built-in kinds,
    /// <c>{"apiVersion":…,"kind":…</c> as it writes custom ones. Items of typed lists come without them.
    /// </summary>
    public static byte[] WithTypeMeta(ReadOnlySpan<byte> item, string apiVersion, string kind, bool custom = false)
    {
        var reader = Reader(item);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new FormatException("not a JSON object");
        var insertAt = (int)reader.BytesConsumed;
        bool hasKind = false, hasApiVersion = false, empty = true;
        while (!(hasKind && hasApiVersion) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            empty = false;
            hasKind |= reader.ValueTextEquals("kind"u8);
            hasApiVersion |= reader.ValueTextEquals("apiVersion"u8);
            reader.Skip();
        }
        if (hasKind && hasApiVersion) return item.ToArray();
        var kindMember = hasKind ? "" : $"\"kind\":\"{JsonEncodedText.Encode(kind)}\"";
        var apiVersionMember = hasApiVersion ? "" : $"\"apiVersion\":\"{JsonEncodedText.Encode(apiVersion, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
        string[] members = custom ? [apiVersionMember, kindMember] : [kindMember, apiVersionMember];
        var text = string.Join(',', members.Where(m => m.Length > 0)) + (empty ? "" : ",");
        return Splice(item, insertAt, 0, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Takes <c>metadata.managedFields</c> out; a plain copy where there is none.</summary>
    public static byte[] WithoutManagedFields(ReadOnlySpan<byte> json)
    {
        var reader = Reader(json);
        return Metadata.TrySeek(ref reader) && reader.TokenType == JsonTokenType.StartObject
            && TryFindMember(ref reader, "managedFields"u8, out var start, out var length)
            ? Splice(json, start, length, [])
            : json.ToArray();
    }

    /// <summary>Puts <paramref name="replacement"/> in the place of <paramref name="length"/> bytes at <paramref name="start"/>.</summary>
    public static byte[] Splice(ReadOnlySpan<byte> json, int start, int length, ReadOnlySpan<byte> replacement)
    {
        var result = GC.AllocateUninitializedArray<byte>(json.Length - length + replacement.Length);
        json[..start].CopyTo(result);
        replacement.CopyTo(result.AsSpan(start));
        json[(start + length)..].CopyTo(result.AsSpan(start + replacement.Length));
        return result;
    }

    /// <summary>The field as text (see <see cref="RawPath.TryGetString"/>); prepare a <see cref="RawPath"/> where it is asked for often.</summary>
    public static bool TryGetString(ReadOnlySpan<byte> json, string dottedPath, out string value) =>
        RawPath.Parse(dottedPath).TryGetString(json, out value);

    /// <summary><c>metadata.labels</c>; empty where there are none.</summary>
    public static IReadOnlyDictionary<string, string> ReadLabels(ReadOnlySpan<byte> json) => ReadMap(json, Labels);

    /// <summary><c>metadata.annotations</c>; empty where there are none.</summary>
    public static IReadOnlyDictionary<string, string> ReadAnnotations(ReadOnlySpan<byte> json) => ReadMap(json, Annotations);

    /// <summary>An object of strings; empty where it is absent.</summary>
    public static IReadOnlyDictionary<string, string> ReadMap(ReadOnlySpan<byte> json, RawPath path)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = Reader(json);
        if (!path.TrySeek(ref reader) || reader.TokenType != JsonTokenType.StartObject) return map;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = RawPath.Text(ref reader);
            reader.Read();
            if (RawPath.IsScalar(reader.TokenType)) map[key] = RawPath.Text(ref reader);
            else reader.Skip();
        }
        return map;
    }

    /// <summary>Finds a member of the object the reader stands in, with the one comma that has to go with it.</summary>
    private static bool TryFindMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> key, out int start, out int length)
    {
        var previousEnd = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)reader.TokenStartIndex;
            var found = reader.ValueTextEquals(key);
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (found)
            {
                start = previousEnd >= 0 ? previousEnd : nameStart;
                if (previousEnd < 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName) end = (int)reader.TokenStartIndex;
                length = end - start;
                return true;
            }
            previousEnd = end;
        }
        start = length = 0;
        return false;
    }

    private static bool StandsBeforeResourceVersion(ref Utf8JsonReader name) =>
        name.ValueTextEquals("name"u8) || name.ValueTextEquals("generateName"u8) || name.ValueTextEquals("namespace"u8)
        || name.ValueTextEquals("selfLink"u8) || name.ValueTextEquals("uid"u8);
}
