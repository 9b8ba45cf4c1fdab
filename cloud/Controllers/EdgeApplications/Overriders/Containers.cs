using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>The containers and init containers of a manifest's pods.</summary>
internal static class Containers
{
    public static IEnumerable<JsonObject> Of(Manifest manifest, JsonObject body)
    {
        if (manifest.Shape.PodTemplatePath is not { } path || !JsonPointer.TryParse($"{path}/spec")!.TryGet(body, out var node) || node is not JsonObject spec)
            return [];
        return Items(spec, "initContainers").Concat(Items(spec, "containers"));
    }

    public static IEnumerable<JsonObject> Named(Manifest manifest, JsonObject body, string name) =>
        Of(manifest, body).Where(container => container.Text("name") == name);

    /// <summary>Says that there is no such container, and which there are.</summary>
    public static string Missing(string name, IReadOnlyList<Manifest> manifests)
    {
        var known = manifests.SelectMany(manifest => Of(manifest, manifest.Tree())).Select(container => container.Text("name")).OfType<string>().Distinct().ToList();
        return known.Count == 0
            ? $"no manifest has a container named '{name}', or any other"
            : $"no manifest has a container named '{name}': there is {string.Join(", ", known.Select(k => $"'{k}'"))}";
    }

    private static IEnumerable<JsonObject> Items(JsonObject spec, string list) => spec[list] is JsonArray items ? items.OfType<JsonObject>() : [];
}
