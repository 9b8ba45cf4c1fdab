using System.Globalization;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary><c>[?(@.type=="Ready")]</c>: the items of a list for which a comparison holds; without an operator, those that have the field.</summary>
internal sealed class FilterStep(JsonPath left, string comparison, JsonPath? right) : PathStep
{
    public override void Follow(JsonElement value, List<JsonElement> found)
    {
        if (IsNothing(value)) return;
        if (value.ValueKind != JsonValueKind.Array) throw new JsonPathException("not a list, and cannot be filtered");
        foreach (var item in value.EnumerateArray())
        {
            if (right is null ? left.Find(item).Count > 0 : Holds(item, right)) found.Add(item);
        }
    }

    private bool Holds(JsonElement item, JsonPath other)
    {
        if (One(left.Find(item)) is not { } a || One(other.Find(item)) is not { } b) return false;
        return comparison switch
        {
            "==" => AreEqual(a, b),
            "!=" => !AreEqual(a, b),
            "<" => IsLess(a, b),
            "<=" => IsLess(a, b) || AreEqual(a, b),
            ">" => !IsLess(a, b) && !AreEqual(a, b),
            ">=" => !IsLess(a, b),
            _ => throw new JsonPathException($"unrecognised operator {comparison}"),
        };
    }

    private static JsonElement? One(IReadOnlyList<JsonElement> values) =>
        values.Count > 1 ? throw new JsonPathException("only single values can be compared") : values.Count == 0 ? null : values[0];

    private static bool AreEqual(JsonElement a, JsonElement b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => a.ValueKind == b.ValueKind,
        _ => Compare(a, b) == 0,
    };

    private static bool IsLess(JsonElement a, JsonElement b) => Compare(a, b) < 0;

    /// <summary>A whole number and one with a fraction do not compare, as in Go.</summary>
    private static int Compare(JsonElement a, JsonElement b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(a.GetString(), b.GetString()),
        (JsonValueKind.Number, JsonValueKind.Number) when a.TryGetInt64(out var x) && b.TryGetInt64(out var y) => x.CompareTo(y),
        (JsonValueKind.Number, JsonValueKind.Number) when !a.TryGetInt64(out _) && !b.TryGetInt64(out _) => a.GetDouble().CompareTo(b.GetDouble()),
        _ => throw new JsonPathException(string.Create(CultureInfo.InvariantCulture, $"{a.ValueKind} and {b.ValueKind} do not compare")),
    };
}
