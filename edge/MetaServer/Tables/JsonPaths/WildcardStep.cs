using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary><c>.*</c>: every member, every item.</summary>
internal sealed class WildcardStep : PathStep
{
    public override void Follow(JsonElement value, List<JsonElement> found) => AddChildren(value, found);

    /// <summary>The members or items of a value.</summary>
    public static void AddChildren(JsonElement value, List<JsonElement> found)
    {
        if (value.ValueKind == JsonValueKind.Object) found.AddRange(value.EnumerateObject().Select(static member => member.Value));
        else if (value.ValueKind == JsonValueKind.Array) found.AddRange(value.EnumerateArray());
    }
}
