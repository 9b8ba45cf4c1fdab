using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary>A text, a number, true or false within a filter: always itself.</summary>
internal sealed class LiteralStep(JsonElement literal) : PathStep
{
    public override void Follow(JsonElement value, List<JsonElement> found) => found.Add(literal);
}
