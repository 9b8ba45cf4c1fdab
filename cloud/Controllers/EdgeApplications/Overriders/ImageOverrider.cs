using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>An entry of <c>imageOverriders</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Path">The one image that is meant; null for the images of all containers.</param>
/// <param name="Change">What becomes of an image.</param>
internal sealed record ImageOverrider(string Place, JsonPointer? Path, ImageChange Change) : IOverrider
{
    public static IOverrider Read(JsonObject entry, string place)
    {
        JsonPointer? path = null;
        if (entry["predicate"] is JsonObject predicate)
        {
            var text = predicate.Required("path");
            path = JsonPointer.TryParse(text) ?? throw new CannotRenderException($"predicate.path is '{text}': want a JSON pointer, for example /spec/template/spec/containers/0/image");
        }
        return new ImageOverrider(place, path, ImageChange.Read(entry));
    }

    public bool Takes(Manifest manifest, JsonObject body) =>
        Path is null ? Containers.Of(manifest, body).Any(container => container.Text("image") is not null) : TryGet(body) is not null;

    public JsonObject Apply(Manifest manifest, JsonObject body)
    {
        if (Path is null)
        {
            foreach (var container in Containers.Of(manifest, body))
            {
                if (container.Text("image") is { } image) container["image"] = Change.Apply(image);
            }
            return body;
        }
        var changed = Change.Apply(TryGet(body)!);
        if (Path.Parent(body) is JsonArray list) list[int.Parse(Path.Last, System.Globalization.CultureInfo.InvariantCulture)] = changed;
        else Path.Parent(body)!.AsObject()[Path.Last] = changed;
        return body;
    }

    public string Untaken(IReadOnlyList<Manifest> manifests) => Path is null ? "no manifest has a container with an image" : $"no manifest has an image at {Path}";

    private string? TryGet(JsonObject body) =>
        !Path!.IsRoot && Path.TryGet(body, out var node) && node is JsonValue value && value.TryGetValue<string>(out var image) ? image : null;
}
