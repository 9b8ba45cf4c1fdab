using System.Runtime.CompilerServices;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Custom;

/// <summary>The columns of a custom kind, out of its definition; made once for each state of that.</summary>
internal static class CustomColumns
{
    private static readonly ConditionalWeakTable<DefinitionVersion, IReadOnlyList<Column>> Made = [];

    public static IReadOnlyList<Column> For(DefinitionVersion definition) =>
        Made.GetValue(definition, static definition => [Column.ObjectName, .. definition.Columns.Select(Make)]);

    private static Column Make(PrinterColumn column)
    {
        var description = column.Description.Length > 0 ? column.Description : $"Custom resource definition column (in JSONPath format): {column.JsonPath}";
        return new Column(column.Name, column.Type, description, Reader(column), column.Priority, column.Format);
    }

    /// <summary>A path that cannot be read, which the API server would not have accepted, leaves its column empty: the others are still good.</summary>
    private static CellReader Reader(PrinterColumn column)
    {
        try
        {
            return new CustomCell(JsonPath.Parse(column.JsonPath), column.Type).Write;
        }
        catch (JsonPathException)
        {
            return static (_, cell) => cell.WriteNullValue();
        }
    }
}
