using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Reads what every object must have.</summary>
internal static class ManifestReader
{
    public static List<Manifest> Read(EdgeApplication app, List<RenderFault> faults)
    {
        var shapes = WorkloadShapes.Of(app, faults);
        var manifests = new List<Manifest>();
        for (var i = 0; i < app.Manifests.Count; i++)
        {
            try
            {
                manifests.Add(Read(app.Manifests[i], i, shapes));
            }
            catch (Exception e) when (e is CannotRenderException or JsonException)
            {
                faults.Add(new RenderFault(Manifest.PlaceOf(i), e.Message));
            }
        }
        return manifests;
    }

    private static Manifest Read(ReadOnlyMemory<byte> json, int ordinal, WorkloadShapes shapes)
    {
        var tree = JsonTree.Parse(json.Span) as JsonObject ?? throw new CannotRenderException("is no object");
        var apiVersion = Text(tree, "apiVersion");
        var kind = Text(tree, "kind");
        var metadata = tree["metadata"] as JsonObject ?? throw new CannotRenderException("metadata is missing");
        var name = Text(metadata, "name", "metadata.");
        var @namespace = metadata["namespace"] is null || metadata.Text("namespace") is "" ? "" : Text(metadata, "namespace", "metadata.");
        return new Manifest(ordinal, json, apiVersion, kind, @namespace, name, shapes.Find(apiVersion, kind));
    }

    private static string Text(JsonObject parent, string member, string prefix = "") => parent[member] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => text,
        null => throw new CannotRenderException($"{prefix}{member} is missing"),
        _ => throw new CannotRenderException($"{prefix}{member} must be a text that is not empty"),
    };
}
