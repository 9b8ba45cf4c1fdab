using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>An entry of <c>jsonPatches</c>.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Choice">Which manifests.</param>
/// <param name="Within">The text that is patched as a document of its own; null for the manifest itself.</param>
/// <param name="Operations">RFC 6902.</param>
internal sealed record JsonPatchOverrider(string Place, ManifestChoice Choice, JsonPointer? Within, JsonArray Operations) : IOverrider
{
    public static IOverrider Read(JsonObject entry, string place)
    {
        var choice = ManifestChoice.Read(entry);
        if (choice?.Kind is not { Length: > 0 }) throw new CannotRenderException("manifest.kind is missing: which manifest is patched?");
        if (entry["operations"] is not JsonArray { Count: > 0 } operations) throw new CannotRenderException("operations is missing: what is done?");
        var within = entry.Optional("within") is { } text
            ? JsonPointer.TryParse(text) is { IsRoot: false } pointer ? pointer : throw new CannotRenderException($"within is '{text}': want a JSON pointer, for example /data/config.yaml")
            : null;
        return new JsonPatchOverrider(place, choice, within, operations);
    }

    public bool Takes(Manifest manifest, JsonObject body) => Choice.Matches(manifest, body);

    public JsonObject Apply(Manifest manifest, JsonObject body)
    {
        try
        {
            if (Within is not null)
            {
                EmbeddedDocument.At(Within, body).Change(document => JsonPatch.Apply(document, Operations));
                return body;
            }
            var patched = JsonPatch.Apply(body, Operations) as JsonObject ?? throw new CannotRenderException("leaves no object");
            return Identity(patched) == Identity(body)
                ? patched
                : throw new CannotRenderException("changes which object it is: apiVersion, kind, name and namespace come from the manifest, where {{nodegroup}} may stand in them");
        }
        catch (StatusException e)
        {
            // No server is asked here.
            throw new CannotRenderException(e.Message.Replace(KubernetesStatus.UnprocessableBeginning, "", StringComparison.Ordinal));
        }
    }

    public string Untaken(IReadOnlyList<Manifest> manifests) => $"there is no manifest of {Choice}";

    private static (string?, string?, string?, string?) Identity(JsonObject body) =>
        (body.Text("apiVersion"), body.Text("kind"), (body["metadata"] as JsonObject)?.Text("name"), (body["metadata"] as JsonObject)?.Text("namespace"));
}
