using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>
/// One step from a value to a part of it, held as <c>fieldsV1</c> writes it: <c>f:name</c>, <c>k:{"name":"web"}</c>, <c>v:"text"</c>, <c>i:0</c>.
/// That text, with the keys of a <c>k:</c> in order, is also what makes two steps equal.
/// </summary>
internal readonly record struct PathElement : IComparable<PathElement>
{
    private PathElement(string text) => Text = text;

    public string Text { get; }

    /// <summary>The field's name; null where it is no field.</summary>
    public string? FieldName => Text.StartsWith("f:", StringComparison.Ordinal) ? Text[2..] : null;

    public static PathElement Field(string name) => new("f:" + name);

    /// <summary>An item of a keyed list.</summary>
    public static PathElement Key(IEnumerable<KeyValuePair<string, JsonNode?>> keys)
    {
        var sorted = new JsonObject(keys.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => KeyValuePair.Create(k.Key, k.Value?.DeepClone())));
        return new PathElement("k:" + Write(sorted));
    }

    /// <summary>An item of a set.</summary>
    public static PathElement Value(JsonNode? value) => new("v:" + Write(value));

    /// <summary>Reads what <c>fieldsV1</c> writes.</summary>
    /// <exception cref="FormatException">It is none of the four forms.</exception>
    public static PathElement Parse(string text)
    {
        try
        {
            return text.Length < 2 ? throw new FormatException() : text[..2] switch
            {
                "f:" => new PathElement(text),
                "i:" => new PathElement("i:" + int.Parse(text.AsSpan(2), CultureInfo.InvariantCulture)),
                "v:" => Value(JsonNode.Parse(text[2..])),
                "k:" => Key(JsonNode.Parse(text[2..]) as JsonObject ?? throw new FormatException()),
                _ => throw new FormatException(),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or JsonException)
        {
            throw new FormatException($"'{text}' in fieldsV1 is no path element", e);
        }
    }

    /// <summary>Fields, then keys, values and indices; each by its text.</summary>
    public int CompareTo(PathElement other) =>
        Rank.CompareTo(other.Rank) is not 0 and var byKind ? byKind : string.CompareOrdinal(Text, other.Text);

    /// <summary>As messages name it: <c>.name</c>, <c>[name="web"]</c>, <c>[="text"]</c>, <c>[0]</c>.</summary>
    public override string ToString() => Text[0] switch
    {
        'f' => "." + Text[2..],
        'k' => $"[{string.Join(',', JsonNode.Parse(Text[2..])!.AsObject().Select(k => $"{k.Key}={Write(k.Value)}"))}]",
        'v' => $"[={Text[2..]}]",
        _ => $"[{Text[2..]}]",
    };

    private int Rank => Text[0] switch { 'f' => 0, 'k' => 1, 'v' => 2, _ => 3 };

    private static string Write(JsonNode? node) => System.Text.Encoding.UTF8.GetString(JsonTree.Write(node));
}
