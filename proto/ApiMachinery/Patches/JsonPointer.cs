using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

/// <summary>A place in a document (RFC 6901).</summary>
public sealed class JsonPointer
{
    private readonly string _text;
    private readonly string[] _tokens;

    private JsonPointer(string text, string[] tokens)
    {
        _text = text;
        _tokens = tokens;
    }

    /// <summary>Whether it is the whole document.</summary>
    public bool IsRoot => _tokens.Length == 0;

    /// <summary>The last token, a member's name or an index; the root has none.</summary>
    public string Last => _tokens[^1];

    /// <summary>Reads one; null where the text is neither empty nor begins with <c>/</c>.</summary>
    public static JsonPointer? TryParse(string text)
    {
        if (text.Length == 0) return new JsonPointer(text, []);
        if (text[0] != '/') return null;
        return new JsonPointer(text, Array.ConvertAll(
            text[1..].Split('/'), t => t.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
    }

    /// <summary>The object or array that holds the place; null where there is none.</summary>
    public JsonNode? Parent(JsonNode? root)
    {
        var node = root;
        foreach (var token in _tokens.AsSpan(0, _tokens.Length - 1))
        {
            node = node switch
            {
                JsonObject map => map.TryGetPropertyValue(token, out var child) ? child : null,
                JsonArray list => TryIndex(token, list.Count, out var index) ? list[index] : null,
                _ => null,
            };
        }
        return node is JsonObject or JsonArray ? node : null;
    }

    /// <summary>Whether the place exists; what stands there may be JSON null.</summary>
    public bool TryGet(JsonNode? root, out JsonNode? value)
    {
        value = root;
        if (IsRoot) return true;
        switch (Parent(root))
        {
            case JsonObject map: return map.TryGetPropertyValue(Last, out value);
            case JsonArray list when TryIndex(Last, list.Count, out var index):
                value = list[index];
                return true;
            default: return false;
        }
    }

    /// <summary>Whether <paramref name="other"/> lies below this place.</summary>
    public bool IsAbove(JsonPointer other) =>
        other._tokens.Length > _tokens.Length && other._tokens.AsSpan(0, _tokens.Length).SequenceEqual(_tokens);

    /// <summary>An index below <paramref name="count"/>, without sign or leading zeros.</summary>
    public static bool TryIndex(string token, int count, out int index) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < count && (token.Length == 1 || token[0] != '0');

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;
}
