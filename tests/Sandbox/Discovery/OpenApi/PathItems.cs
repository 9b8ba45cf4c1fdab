using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery.OpenApi;

/// <summary>The operations on one object: clients read from them which query parameters a kind's patches take.</summary>
internal static class PathItems
{
    public static void Add(JsonObject paths, ResourceDefinition definition)
    {
        var api = definition.Api;
        var root = api.Namespaced ? $"{api.Resource.VersionPath}/namespaces/{{namespace}}/{api.Resource.Resource}" : $"{api.Resource.VersionPath}/{api.Resource.Resource}";
        paths[root] = new JsonObject { ["post"] = Operation(definition, "post", ["dryRun", "fieldManager", "fieldValidation"]) };
        if (!definition.IsStored) return;
        paths[root + "/{name}"] = new JsonObject
        {
            ["get"] = Operation(definition, "get", []),
            ["put"] = Operation(definition, "put", ["dryRun", "fieldManager", "fieldValidation"]),
            ["delete"] = Operation(definition, "delete", ["dryRun", "gracePeriodSeconds", "propagationPolicy"]),
            ["patch"] = Operation(definition, "patch", ["dryRun", "fieldManager", "fieldValidation", "force"]),
        };
    }

    private static JsonObject Operation(ResourceDefinition definition, string action, string[] parameters) => new()
    {
        ["parameters"] = new JsonArray([.. parameters.Select(name => new JsonObject
        {
            ["name"] = name,
            ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
        })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = SchemaComponents.GroupVersionKind(definition),
    };
}
