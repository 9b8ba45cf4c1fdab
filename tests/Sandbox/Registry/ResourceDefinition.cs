using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

/// <summary>One collection that the sandbox serves, and how its objects are treated when they are written.</summary>
internal sealed record ResourceDefinition(ApiResource Api)
{
    /// <summary>The collection.</summary>
    public GroupVersionResource Resource => Api.Resource;

    /// <summary>The fields of a built-in kind; null for a custom one.</summary>
    public StructSchema? Schema { get; init; }

    /// <summary>The <c>openAPIV3Schema</c> of a custom kind; null for a built-in one.</summary>
    public JsonObject? CustomSchema { get; init; }

    /// <summary>How patches merge its fields.</summary>
    public required Proto.ApiMachinery.Schemas.FieldSchema Merging { get; init; }

    /// <summary>Where the scale subresource finds its numbers; null where there is none.</summary>
    public ScalePaths? Scale { get; init; }

    /// <summary><c>metadata.generation</c> counts the changes of everything but metadata and status.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>An update must say which version it changes.</summary>
    public bool NeedsResourceVersion { get; init; }

    /// <summary>A deletion answers with the object instead of a Status.</summary>
    public bool ReturnsDeleted { get; init; }

    /// <summary>The same objects under the other versions of a custom kind: written together, differing in apiVersion only.</summary>
    public IReadOnlyList<GroupVersionResource> Twins { get; init; } = [];

    /// <summary>Whether this is a custom kind.</summary>
    public bool IsCustom { get; init; }

    /// <summary>The objects can be kept: false for reviews, which are answered and forgotten.</summary>
    public bool IsStored => Api.Verbs.Contains("get");

    /// <summary>Clients may write it in Protocol Buffers; definitions hold schemas, which are JSON at heart.</summary>
    public bool IsProtobuf => !IsCustom && Resource.Group != "apiextensions.k8s.io";

    /// <summary>Whether the status is written apart from the rest.</summary>
    public bool HasStatus => Api.Subresources.Contains("status");
}
