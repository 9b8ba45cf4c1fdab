using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary><c>['a','b']</c>, <c>[0,2]</c>: what each of several paths leads to.</summary>
internal sealed class UnionStep(IReadOnlyList<JsonPath> paths) : PathStep
{
    public override void Follow(JsonElement value, List<JsonElement> found)
    {
        foreach (var path in paths) found.AddRange(path.Find(value));
    }
}
