using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;

/// <summary>
/// Reads of what reaches a node filtered: the endpoints of Services. The cluster's own answer holds every group's backends, and a watch of it
/// would go on showing them long after the filtered share has arrived. So these reads never pass through (law 4: fail closed).
/// </summary>
internal static class FilteredReads
{
    /// <summary>Whether the request reads a filtered collection.</summary>
    public static bool Includes(RequestInfo request) =>
        request is { IsResourceRequest: true, Verb: "get" or "list" or "watch", Subresource.Length: 0 }
        && request.Resource is ({ Group: "", Resource: "endpoints" } or { Group: "discovery.k8s.io", Resource: "endpointslices" });

    /// <summary>The answer in their place: with a cloud they arrive in a moment, without one nobody knows when.</summary>
    public static KubernetesStatus Explain(LinkState link, RequestInfo request) => link.Connected
        ? KubernetesStatus.TooManyRequests($"{request.Resource.GroupResource} are filtered for this node and are still on their way: try again", retryAfterSeconds: 1)
        : CloudGone.Explain(link, request);
}
