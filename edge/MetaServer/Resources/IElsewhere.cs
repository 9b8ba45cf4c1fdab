using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>
/// Answers what is not read from the store: at the edge by passing it to the cloud, in the sandbox by doing it.
/// The caller is authenticated, and not known to be denied.
/// </summary>
public interface IElsewhere
{
    /// <summary>Answers the request.</summary>
    Task HandleAsync(HttpContext context, UserIdentity user, RequestInfo request);
}
