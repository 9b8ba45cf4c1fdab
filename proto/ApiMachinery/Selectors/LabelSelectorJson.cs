using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>Reads the selector form that stands in objects: matchLabels and matchExpressions.</summary>
internal static class LabelSelectorJson
{
    public static LabelSelector Read(JsonElement selector)
    {
        if (selector.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return LabelSelector.Nothing;
        if (selector.ValueKind != JsonValueKind.Object) throw new SelectorException("a label selector must be an object with matchLabels and matchExpressions");
        var requirements = new List<LabelRequirement>();
        if (selector.TryGetProperty("matchLabels", out var labels) && labels.ValueKind == JsonValueKind.Object)
        {
            foreach (var label in labels.EnumerateObject())
            {
                LabelSyntax.RequireKey(label.Name);
                requirements.Add(LabelSyntax.Requirement(label.Name, LabelOperator.In, [Text(label.Value, label.Name)], exact: true));
            }
        }
        if (selector.TryGetProperty("matchExpressions", out var expressions) && expressions.ValueKind == JsonValueKind.Array)
            requirements.AddRange(expressions.EnumerateArray().Select(Expression));
        return requirements.Count == 0 ? LabelSelector.Everything : new LabelSelector(requirements);
    }

    private static LabelRequirement Expression(JsonElement expression)
    {
        if (expression.ValueKind != JsonValueKind.Object) throw new SelectorException("matchExpressions must hold objects with key, operator and values");
        var key = expression.TryGetProperty("key", out var k) ? Text(k, "key") : "";
        LabelSyntax.RequireKey(key);
        var text = expression.TryGetProperty("operator", out var o) ? Text(o, "operator") : "";
        var @operator = text switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            "DoesNotExist" => LabelOperator.DoesNotExist,
            _ => throw new SelectorException($"\"{text}\" is not a valid label selector operator"),
        };
        string[] values = expression.TryGetProperty("values", out var v) && v.ValueKind == JsonValueKind.Array
            ? v.EnumerateArray().Select(value => Text(value, "values")).ToArray()
            : [];
        if (@operator is LabelOperator.In or LabelOperator.NotIn && values.Length == 0)
            throw new SelectorException("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
        if (@operator is LabelOperator.Exists or LabelOperator.DoesNotExist && values.Length > 0)
            throw new SelectorException("values: Invalid value: []: values set must be empty for exists and does not exist");
        return LabelSyntax.Requirement(key, @operator, values);
    }

    private static string Text(JsonElement value, string of) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new SelectorException($"{of}: must be a string");
}
