using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary>
/// The JSON path of a printer column as the API server evaluates it: fields, indices, slices, unions, wildcards, descent and filters; a field
/// that is absent gives no value. What goes beyond that (ranges over templates) the API server refuses in a definition.
/// </summary>
internal sealed class JsonPath
{
    private readonly IReadOnlyList<PathStep> _steps;

    internal JsonPath(IReadOnlyList<PathStep> steps) => _steps = steps;

    /// <summary>Reads a path such as <c>.status.conditions[?(@.type=="Ready")].status</c>.</summary>
    /// <exception cref="JsonPathException">It cannot be read.</exception>
    public static JsonPath Parse(string text) => new(JsonPathParser.Parse(text));

    /// <summary>The values that the path leads to.</summary>
    /// <exception cref="JsonPathException">The object has no such shape: an index beyond a list, a comparison of a text with a number.</exception>
    public IReadOnlyList<JsonElement> Find(JsonElement root)
    {
        List<JsonElement> values = [root];
        foreach (var step in _steps)
        {
            var next = new List<JsonElement>();
            foreach (var value in values) step.Follow(value, next);
            values = next;
        }
        return values;
    }
}
