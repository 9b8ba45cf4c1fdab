using System.IO.Hashing;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery.OpenApi;

/// <summary>
/// OpenAPI v3: one document for each group and version, enough for clients to explain fields, to plan strategic patches, and to learn that the
/// server validates fields itself.
/// </summary>
internal sealed class OpenApiDocuments(ResourceRegistry registry)
{
    /// <summary>The list of documents, each with a hash of its content so that clients may keep it.</summary>
    public JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var path in registry.All.Select(PathOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var hash = Convert.ToHexString(XxHash128.Hash(ObjectBytes.Write(Find(path)!)));
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={hash}" };
        }
        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>The document of <c>api/v1</c> or <c>apis/G/V</c>; null where there is none.</summary>
    public JsonObject? Find(string path)
    {
        var definitions = registry.All.Where(definition => PathOf(definition) == path).OrderBy(definition => definition.Resource.Resource, StringComparer.Ordinal).ToList();
        if (definitions.Count == 0) return null;
        var schemas = new SchemaComponents();
        var paths = new JsonObject();
        foreach (var definition in definitions)
        {
            schemas.Add(definition);
            PathItems.Add(paths, definition);
        }
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Name },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.Written },
        };
    }

    private static string PathOf(ResourceDefinition definition) => definition.Resource.VersionPath[1..];
}
