using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>An entry of <c>labelsOverriders</c> or <c>annotationsOverriders</c>.</summary>
/// <param name="Field"><c>labels</c> or <c>annotations</c>.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Choice">Which manifests; null for those with a pod template.</param>
/// <param name="Removes">Whether those named go; else they are set.</param>
/// <param name="Values"><c>value</c></param>
internal sealed record MetadataOverrider(string Field, string Place, ManifestChoice? Choice, bool Removes, IReadOnlyDictionary<string, string> Values) : IOverrider
{
    public static IOverrider Read(string field, JsonObject entry, string place)
    {
        var values = new Dictionary<string, string>();
        if (entry["value"] is { } node)
        {
            foreach (var (name, value) in node as JsonObject ?? throw new CannotRenderException("value must be a map of texts"))
                values[name] = value is JsonValue text && text.TryGetValue<string>(out var read) ? read : throw new CannotRenderException($"value.{name} must be a text");
        }
        return new MetadataOverrider(field, place, ManifestChoice.Read(entry), entry.OneOf("operator", "add", "remove", "replace") == "remove", values);
    }

    public bool Takes(Manifest manifest, JsonObject body) => Choice?.Matches(manifest, body) ?? manifest.IsWorkload;

    public JsonObject Apply(Manifest manifest, JsonObject body)
    {
        var map = body.Object("metadata").Object(Field);
        foreach (var (name, value) in Values)
        {
            if (Removes) map.Remove(name);
            else map[name] = value;
        }
        return body;
    }

    public string Untaken(IReadOnlyList<Manifest> manifests) => Choice is null ? "no manifest has a pod template: say which manifest is meant" : $"there is no manifest of {Choice}";
}
