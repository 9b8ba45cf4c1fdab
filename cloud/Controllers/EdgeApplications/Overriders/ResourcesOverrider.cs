using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>An entry of <c>resourcesOverriders</c>.</summary>
internal sealed record ResourcesOverrider(string Place, string Container, JsonObject Value) : IOverrider
{
    private static readonly string[] Maps = ["limits", "requests"];

    public static IOverrider Read(JsonObject entry, string place)
    {
        var container = entry.Required("containerName");
        if (entry["value"] is not JsonObject { Count: > 0 } value) throw new CannotRenderException("value is missing: name limits or requests");
        foreach (var (name, node) in value)
        {
            if (Maps.Contains(name) ? node is not (JsonObject or null) : name != "claims" || node is not (JsonArray or null))
                throw new CannotRenderException($"value.{name}: want limits and requests as maps of resources, claims as a list");
        }
        return new ResourcesOverrider(place, container, value);
    }

    public bool Takes(Manifest manifest, JsonObject body) => Containers.Named(manifest, body, Container).Any();

    public JsonObject Apply(Manifest manifest, JsonObject body)
    {
        foreach (var container in Containers.Named(manifest, body, Container))
        {
            var resources = container.Object("resources");
            foreach (var map in Maps)
            {
                if (Value[map] is not JsonObject { Count: > 0 } wanted) continue;
                var present = resources.Object(map);
                foreach (var (resource, quantity) in wanted) present[resource] = quantity?.DeepClone();
            }
            if (Value["claims"] is JsonArray { Count: > 0 } claims) SetClaims(resources.List("claims"), claims);
        }
        return body;
    }

    public string Untaken(IReadOnlyList<Manifest> manifests) => Containers.Missing(Container, manifests);

    private static void SetClaims(JsonArray present, JsonArray wanted)
    {
        foreach (var claim in wanted.OfType<JsonObject>())
        {
            present.RemoveAll(item => (item as JsonObject)?.Text("name") == claim.Text("name"));
            present.Add(claim.DeepClone());
        }
    }
}
