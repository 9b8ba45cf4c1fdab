using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>Columns that every kind with a pod template has.</summary>
internal static class PodTemplate
{
    private const int Wide = 1;

    public static Column Containers { get; } = Column.Text(
        "Containers", "The names of the containers in the template.", static row => Each(row.Object.At("spec", "template", "spec"), "name"), Wide);

    public static Column Images { get; } = Column.Text(
        "Images", "The images of the containers in the template.", static row => Each(row.Object.At("spec", "template", "spec"), "image"), Wide);

    public static Column Selector { get; } = Column.Text(
        "Selector", "Which pods it owns.", static row => SelectorText.Of(row.Object.At("spec", "selector")), Wide);

    /// <summary>For the one kind whose selector is nothing but labels.</summary>
    public static Column LabelSelector { get; } = Column.Text(
        "Selector", "Which pods it owns.", static row => SelectorText.OfLabels(row.Object.At("spec", "selector")), Wide);

    /// <summary>What the containers of a pod spec have in this field, in a row.</summary>
    public static string Each(JsonElement podSpec, string field)
    {
        var texts = new List<string>();
        foreach (var container in podSpec.Items("containers")) texts.Add(container.Text(field));
        return JsonReading.Joined(texts, "");
    }
}
