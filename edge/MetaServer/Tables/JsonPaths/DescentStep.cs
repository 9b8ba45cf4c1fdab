using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary><c>..</c>: the value and everything in it that has content.</summary>
internal sealed class DescentStep : PathStep
{
    public override void Follow(JsonElement value, List<JsonElement> found)
    {
        var children = new List<JsonElement>();
        WildcardStep.AddChildren(value, children);
        if (children.Count == 0) return;
        found.Add(value);
        foreach (var child in children) Follow(child, found);
    }
}
