using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>Reads the images of a pod template.</summary>
internal static class ImageReading
{
    /// <param name="root">The object.</param>
    /// <param name="podTemplatePath">A JSON pointer to the pod template; empty where the object is the pod.</param>
    public static IReadOnlyList<string> Of(JsonElement root, string podTemplatePath)
    {
        var template = podTemplatePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, LiveObject.Member);
        if (LiveObject.At(template, "spec", "containers") is not { ValueKind: JsonValueKind.Array } containers)
            return [];
        return [.. containers.EnumerateArray().Select(container => LiveObject.Text(container, "image")).Where(image => image.Length > 0).Distinct()];
    }
}
