using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

/// <summary>
/// What one version in a CustomResourceDefinition says about how its objects are shown and chosen: little beside the schema, which is left out.
/// </summary>
/// <param name="Columns">Its printer columns; where it names none, the age alone, as the API server does.</param>
/// <param name="SelectableFields">The JSON paths by which a field selector may choose, beside name and namespace.</param>
public sealed record DefinitionVersion(IReadOnlyList<PrinterColumn> Columns, IReadOnlyList<string> SelectableFields)
{
    private const string ColumnsField = "additionalPrinterColumns";
    private const string FieldsField = "selectableFields";
    private const string PathField = "jsonPath";
    private static readonly PrinterColumn Age = new("Age", "date", ".metadata.creationTimestamp");

    /// <summary>From an entry of <c>spec.versions</c>, or from what <see cref="Extract"/> left of one. What is malformed is left out.</summary>
    public static DefinitionVersion Read(JsonElement version)
    {
        var columns = new List<PrinterColumn>();
        foreach (var column in Items(version, ColumnsField))
        {
            if (Text(column, PathField) is { Length: > 0 } path)
                columns.Add(new PrinterColumn(Text(column, "name"), Text(column, "type"), path, Text(column, "format"), Text(column, "description"), Priority(column)));
        }
        var fields = new List<string>();
        foreach (var field in Items(version, FieldsField))
        {
            if (Text(field, PathField) is { Length: > 0 } path) fields.Add(path);
        }
        return new DefinitionVersion(columns.Count == 0 ? [Age] : columns, fields);
    }

    /// <summary>An entry of <c>spec.versions</c> without what <see cref="Read"/> does not read.</summary>
    public static byte[] Extract(JsonElement version)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var name in (ReadOnlySpan<string>)[ColumnsField, FieldsField])
            {
                if (!version.TryGetProperty(name, out var value)) continue;
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray() : default;

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";

    private static int Priority(JsonElement column) =>
        column.TryGetProperty("priority", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var priority) ? priority : 0;
}
