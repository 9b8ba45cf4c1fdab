using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary><c>replicas</c></summary>
internal sealed record ReplicasOverrider(string Place, int Replicas) : IOverrider
{
    public static IOverrider Read(JsonNode replicas, string place) => replicas is JsonValue value && value.TryGetValue<int>(out var number) && number >= 0
        ? new ReplicasOverrider(place, number)
        : throw new CannotRenderException("must be a whole number, 0 or more");

    public bool Takes(Manifest manifest, JsonObject body) => manifest.Shape.ReplicasPath is not null;

    public JsonObject Apply(Manifest manifest, JsonObject body)
    {
        var place = JsonPointer.TryParse(manifest.Shape.ReplicasPath!)!;
        if (place.Parent(body) is not JsonObject parent) throw new CannotRenderException($"there is no place {place}");
        parent[place.Last] = Replicas;
        return body;
    }

    public string Untaken(IReadOnlyList<Manifest> manifests) => manifests.FirstOrDefault(manifest => manifest.Shape.PodTemplatePath is not null) is { } without
        ? $"no manifest has a number of replicas: a {without.Kind} has none"
        : "no manifest has a number of replicas";
}
