using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

/// <summary>Objects as texts that differ where somebody changed something, and show no secret.</summary>
internal static class ComparableText
{
    private static readonly string[] Kept = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"];

    /// <summary>Both sides; null is an empty text.</summary>
    public static (string Before, string After) Of(JsonObject? before, JsonObject? after)
    {
        (before, after) = (Clean(before), Clean(after));
        foreach (var part in new[] { "data", "stringData" })
        {
            if (IsSecret(before) || IsSecret(after)) Mask(before?[part] as JsonObject, after?[part] as JsonObject);
        }
        return (Text(before), Text(after));
    }

    private static JsonObject? Clean(JsonObject? found)
    {
        if (found is null) return null;
        var body = found.DeepClone().AsObject();
        body.Remove("status");
        if (body["metadata"] is JsonObject metadata)
        {
            foreach (var kept in Kept) metadata.Remove(kept);
            // Differs whenever anything does, and says nothing to people.
            (metadata["annotations"] as JsonObject)?.Remove(DesiredObject.HashAnnotation);
        }
        body.Sort();
        return body;
    }

    private static bool IsSecret(JsonObject? body) => body is not null && body.Text("kind") == "Secret" && body.Text("apiVersion") == "v1";

    private static void Mask(JsonObject? before, JsonObject? after)
    {
        var names = (before ?? []).Concat(after ?? []).Select(member => member.Key).ToHashSet();
        foreach (var name in names)
        {
            var (was, becomes) = (before?[name], after?[name]);
            var changes = !JsonNode.DeepEquals(was, becomes);
            if (was is not null) before![name] = changes ? "*** (before)" : "***";
            if (becomes is not null) after![name] = changes ? "*** (after)" : "***";
        }
    }

    private static string Text(JsonObject? body) => body is null ? "" : YamlWriter.Write(body);
}
