using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>Reads what a CustomResourceDefinition defines.</summary>
internal static class DefinitionReader
{
    /// <summary>One definition for each version that is served; none where the names were not accepted.</summary>
    public static IReadOnlyList<ResourceDefinition> Read(JsonObject definition)
    {
        var spec = definition.Obj("spec");
        if (!IsEstablished(definition)) return [];
        var versions = spec.Objs("versions").Where(version => version.Bool("served")).ToList();
        var resources = versions.Select(version => new GroupVersionResource(spec.Str("group"), version.Str("name"), spec.Obj("names").Str("plural"))).ToList();
        return [.. versions.Select((version, i) => Read(spec!, version, resources[i]) with { Twins = [.. resources.Where((_, j) => j != i)] })];
    }

    /// <summary>Whether the API serves it.</summary>
    public static bool IsEstablished(JsonObject definition) =>
        definition.Obj("status").Objs("conditions").Any(condition => condition.Str("type") == "Established" && condition.Str("status") == "True");

    private static ResourceDefinition Read(JsonObject spec, JsonObject version, GroupVersionResource resource)
    {
        var names = spec.Obj("names");
        var (status, scale) = (version.Obj("subresources").Obj("status"), version.Obj("subresources").Obj("scale"));
        return new ResourceDefinition(new ApiResource(resource, names.Str("kind"), spec.Str("scope") == "Namespaced")
        {
            ListKind = names.Str("listKind"),
            Singular = names.Str("singular"),
            ShortNames = [.. names.Strs("shortNames")],
            Categories = [.. names.Strs("categories")],
            Definition = DefinitionVersion.Read(JsonSerializer.SerializeToElement<JsonNode?>(version)),
            Subresources = [.. scale is null ? [] : (string[])["scale"], .. status is null ? [] : (string[])["status"]],
        })
        {
            IsCustom = true,
            HasGeneration = true,
            NeedsResourceVersion = true,
            Merging = OpenApiSchema.Read(JsonSerializer.SerializeToElement<JsonNode?>(version.Obj("schema").Obj("openAPIV3Schema"))),
            CustomSchema = version.Obj("schema").Obj("openAPIV3Schema")?.Copy(),
            Scale = scale is null ? null : new ScalePaths(
                scale.Str("specReplicasPath"), scale.Str("statusReplicasPath"), scale.Str("labelSelectorPath") is { Length: > 0 } path ? path : null),
        };
    }
}
