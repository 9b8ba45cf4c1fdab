using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>Decides whether a caller may do what it asks.</summary>
public interface IRequestAuthorizer
{
    /// <summary>
    /// Decides. <see cref="AuthorizationDecision.Unknown"/> where the rules are not fully held: the request may then be passed to the cluster,
    /// which decides for itself, but nothing is answered from the cache.
    /// </summary>
    AuthorizationDecision Authorize(UserIdentity user, RequestInfo request);
}
