using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary>One step of a path, from one value to any number of values.</summary>
internal abstract class PathStep
{
    /// <summary>Adds what the step leads to.</summary>
    /// <exception cref="JsonPathException">The value has not the shape that the step needs.</exception>
    public abstract void Follow(JsonElement value, List<JsonElement> found);

    /// <summary>Null and nothing lead nowhere.</summary>
    protected static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
}
