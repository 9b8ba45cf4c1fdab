using System.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>
/// The way to one field of an object, prepared once and then followed through raw bytes without allocation.
/// It goes through objects only; a field inside a list has no path.
/// </summary>
public sealed class RawPath
{
    private readonly byte[][] _segments;
    private readonly string _text;

    private RawPath(string[] segments)
    {
        _segments = Array.ConvertAll(segments, Encoding.UTF8.GetBytes);
        _text = string.Join('.', segments);
    }

    /// <summary>From <c>spec.nodeName</c>; a leading dot is allowed. Keys that contain dots need <see cref="Of"/>.</summary>
    public static RawPath Parse(string dotted) => new((dotted.StartsWith('.') ? dotted[1..] : dotted).Split('.'));

    /// <summary>From the keys one by one, for example <c>("metadata", "annotations", "example.com/a")</c>.</summary>
    public static RawPath Of(params string[] segments) => new(segments);

    /// <summary>
    /// Moves a reader that stands before the root object onto the field's value. False where the field is absent; the reader's position is then undefined.
    /// </summary>
    /// <exception cref="JsonException">The bytes up to the field are not JSON.</exception>
    public bool TrySeek(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        foreach (var segment in _segments)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !TryEnter(ref reader, segment)) return false;
        }
        return true;
    }

    /// <summary>Where the field's value lies, as an offset and a length in bytes. False where it is absent.</summary>
    /// <exception cref="JsonException">The bytes up to the end of the field are not JSON.</exception>
    public bool TryLocate(ReadOnlySpan<byte> json, out int start, out int length)
    {
        var reader = RawJson.Reader(json);
        if (!TrySeek(ref reader))
        {
            start = length = 0;
            return false;
        }
        start = (int)reader.TokenStartIndex;
        reader.Skip();
        length = (int)reader.BytesConsumed - start;
        return true;
    }

    /// <summary>
    /// The field as text: a string's content, a number or a boolean as written. False where it is absent, null, an object or a list.
    /// </summary>
    /// <exception cref="JsonException">The bytes up to the field are not JSON.</exception>
    /// <exception cref="FormatException">The field is not valid Unicode.</exception>
    public bool TryGetString(ReadOnlySpan<byte> json, out string value)
    {
        var reader = RawJson.Reader(json);
        if (TrySeek(ref reader) && IsScalar(reader.TokenType))
        {
            value = Text(ref reader);
            return true;
        }
        value = "";
        return false;
    }

    /// <summary>Whether the field is present and, as text, equals <paramref name="utf8"/>; without allocation.</summary>
    /// <exception cref="JsonException">The bytes up to the field are not JSON.</exception>
    public bool ValueEquals(ReadOnlySpan<byte> json, ReadOnlySpan<byte> utf8)
    {
        var reader = RawJson.Reader(json);
        return TrySeek(ref reader) && TokenEquals(ref reader, utf8);
    }

    /// <summary>The keys joined by dots.</summary>
    public override string ToString() => _text;

    internal static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> key)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(key)) return reader.Read();
            reader.Skip();
        }
        return false;
    }

    internal static bool TokenEquals(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8) => reader.TokenType switch
    {
        JsonTokenType.String => reader.ValueTextEquals(utf8),
        JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => reader.ValueSpan.SequenceEqual(utf8),
        _ => false,
    };

    internal static bool IsScalar(JsonTokenType token) =>
        token is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;

    /// <exception cref="FormatException">It is not valid Unicode.</exception>
    internal static string Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) return Encoding.UTF8.GetString(reader.ValueSpan);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("a text in the object is not valid Unicode", e);
        }
    }
}
