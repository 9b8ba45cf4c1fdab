using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>Columns that every kind with a pod template has.</summary>
internal static class PodTemplate
{
    private const int Wide = 1;

    public static Column Containers { get; } = Column.Text(
        "Containers", "The names of the containers in the template.", static row => Each(row.Object, "name"), Wide);

    public static Column Images { get; } = Column.Text(
        "Images", "The images of the containers in the template.", static row => Each(row.Object, "image"), Wide);

    public static Column Selector { get; } = Column.Text(
        "Selector", "Which pods it owns.", static row => Labels(row.Object.At("spec", "selector")), Wide);

    private static string Each(JsonElement owner, string field)
    {
        var texts = new List<string>();
        foreach (var container in owner.Items("spec", "template", "spec", "containers")) texts.Add(container.Text(field));
        return JsonReading.Joined(texts, "");
    }

    /// <summary>A label selector as people write it: <c>a=b,c in (d,e),!f</c>.</summary>
    private static string Labels(JsonElement selector)
    {
        var terms = new List<string>();
        if (selector.At("matchLabels") is { ValueKind: JsonValueKind.Object } labels)
        {
            foreach (var label in labels.EnumerateObject()) terms.Add($"{label.Name}={label.Value.GetString()}");
        }
        foreach (var expression in selector.Items("matchExpressions"))
        {
            var key = expression.Text("key");
            var values = new List<string>();
            foreach (var value in expression.Items("values")) values.Add(value.GetString() ?? "");
            terms.Add(expression.Text("operator") switch
            {
                "In" => $"{key} in ({string.Join(',', values)})",
                "NotIn" => $"{key} notin ({string.Join(',', values)})",
                "DoesNotExist" => $"!{key}",
                _ => key,
            });
        }
        return JsonReading.Joined(terms);
    }
}
