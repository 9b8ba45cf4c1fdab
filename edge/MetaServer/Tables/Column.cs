using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Type">string, integer, number, boolean or date.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Read">Writes an object's cell.</param>
/// <param name="Priority">0 is always shown; higher with <c>-o wide</c> only.</param>
/// <param name="Format">"name" for the first column.</param>
internal sealed record Column(string Name, string Type, string Description, CellReader Read, int Priority = 0, string Format = "")
{
    /// <summary>A column of text.</summary>
    public static Column Text(string name, string description, Func<TableRow, string> read, int priority = 0) =>
        new(name, "string", description, (row, cell) => cell.WriteStringValue(read(row)), priority);

    /// <summary>A column of whole numbers.</summary>
    public static Column Number(string name, string description, Func<TableRow, long> read, int priority = 0) =>
        new(name, "integer", description, (row, cell) => cell.WriteNumberValue(read(row)), priority);

    /// <summary>A column that the API server declares as text and fills with whole numbers.</summary>
    public static Column Count(string name, string description, Func<TableRow, long> read, int priority = 0) =>
        new(name, "string", description, (row, cell) => cell.WriteNumberValue(read(row)), priority);

    /// <summary>A column of flags that may be unset, which the API server fills with text.</summary>
    public static Column Flag(string name, string type, string description, Func<TableRow, JsonElement> read, int priority = 0) =>
        new(name, type, description, (row, cell) => cell.WriteStringValue(FlagText(read(row))), priority);

    /// <summary>The first column of nearly every table.</summary>
    public static Column ObjectName { get; } = new(
        "Name", "string", "The object's name, unique in its namespace.",
        static (row, cell) => cell.WriteStringValue(row.Object.Text("metadata", "name")), 0, "name");

    /// <summary>How long the object has existed, as of the answer.</summary>
    public static Column Age { get; } = Text(
        "Age", "How long ago the object was created.", static row => Ages.Since(row.Object.Text("metadata", "creationTimestamp"), row.Now));

    /// <summary>When the object was created, for kinds without columns of their own.</summary>
    public static Column CreatedAt { get; } = new(
        "Created At", "date", "When the object was created.",
        static (row, cell) => cell.WriteStringValue(row.Object.Text("metadata", "creationTimestamp")));

    private static string FlagText(JsonElement flag) => flag.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => "<unset>",
    };
}
