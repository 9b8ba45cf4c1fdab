using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary><c>.name</c></summary>
internal sealed class FieldStep(string name) : PathStep
{
    public override void Follow(JsonElement value, List<JsonElement> found)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field)) found.Add(field);
    }
}
