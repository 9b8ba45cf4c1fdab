using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;

/// <summary>The answer to what only the cluster could do, while it cannot be reached.</summary>
internal static class CloudGone
{
    /// <summary>503, without Retry-After: a client that has another way should take it at once.</summary>
    public static KubernetesStatus Explain(LinkState link, RequestInfo request)
    {
        var gone = link.Connected
            ? "the cloud's gateway cannot be reached from this node"
            : $"the cloud cannot be reached from this node since {link.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}"
                + (link.Problem is { Length: > 0 } problem ? $" ({problem})" : "");
        return KubernetesStatus.ServiceUnavailable($"{gone}: {Undone(request)}");
    }

    private static string Undone(RequestInfo request)
    {
        if (!request.IsResourceRequest) return $"{request.Path} is not held here";
        var what = request.Subresource.Length == 0 ? request.Resource.GroupResource : $"{request.Resource.GroupResource} ({request.Subresource})";
        if (request.Name.Length > 0) what += $" \"{request.Name}\"";
        return request.Verb switch
        {
            "get" or "list" or "watch" when request.Subresource.Length == 0 => $"{what} is not held here, or not wholly",
            _ => $"{request.Verb} {what} was not done",
        };
    }
}
