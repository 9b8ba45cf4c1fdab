using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>What a request asks for, read from its method, path and query once: authorization and routing see the same thing.</summary>
public sealed record RequestInfo
{
    /// <summary>False for paths such as <c>/version</c> or <c>/api</c>, which name no resource.</summary>
    public required bool IsResourceRequest { get; init; }

    /// <summary>The path as it was understood, without a trailing slash.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The Kubernetes verb: get, list, watch, create, update, patch, delete, deletecollection; for other paths the lower-case method.
    /// </summary>
    public required string Verb { get; init; }

    /// <summary>The collection, where <see cref="IsResourceRequest"/>.</summary>
    public GroupVersionResource Resource { get; init; }

    /// <summary>Empty where the request is for all namespaces or the resource has none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object's name; empty for a collection. For a list or watch, the name that <c>fieldSelector=metadata.name=</c> asks for.</summary>
    public string Name { get; init; } = "";

    /// <summary>For a list or watch, the node that <c>fieldSelector=spec.nodeName=</c> asks for; empty where it asks for none.</summary>
    public string SelectedNode { get; init; } = "";

    /// <summary>For example <c>status</c> or <c>log</c>; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>What follows the subresource: the path of a proxy request.</summary>
    public string Rest { get; init; } = "";
}
