using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>Selectors as people write them: <c>a=b,c in (d,e),!f</c>.</summary>
internal static class SelectorText
{
    /// <summary>A LabelSelector.</summary>
    public static string Of(JsonElement selector)
    {
        if (selector.ValueKind != JsonValueKind.Object) return "<none>";
        var terms = new List<(string Key, string Text)>();
        if (selector.At("matchLabels") is { ValueKind: JsonValueKind.Object } labels)
        {
            foreach (var label in labels.EnumerateObject()) terms.Add((label.Name, $"{label.Name}={label.Value.GetString()}"));
        }
        foreach (var expression in selector.Items("matchExpressions")) terms.Add((expression.Text("key"), Term(expression)));
        return JsonReading.Joined([.. terms.OrderBy(static term => term.Key, StringComparer.Ordinal).Select(static term => term.Text)]);
    }

    /// <summary>A map of labels that must all be there.</summary>
    public static string OfLabels(JsonElement labels) => labels.ValueKind != JsonValueKind.Object ? "<none>"
        : JsonReading.Joined([.. labels.EnumerateObject().Select(static label => $"{label.Name}={label.Value.GetString()}").Order(StringComparer.Ordinal)]);

    private static string Term(JsonElement expression)
    {
        var key = expression.Text("key");
        var values = new List<string>();
        foreach (var value in expression.Items("values")) values.Add(value.GetString() ?? "");
        values.Sort(StringComparer.Ordinal);
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({string.Join(',', values)})",
            "NotIn" => $"{key} notin ({string.Join(',', values)})",
            "DoesNotExist" => $"!{key}",
            _ => key,
        };
    }
}
