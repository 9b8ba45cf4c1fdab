using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>
/// Roles, as far as they decide: a node's own identity gets its rights from the cluster's Node authoriser, so where no role grants a node
/// what it asks, the cluster is to say no, not this server.
/// </summary>
internal sealed class EdgeAuthorizer(RbacAuthorizer rbac) : IRequestAuthorizer
{
    private const string Nodes = "system:nodes";

    public AuthorizationDecision Authorize(UserIdentity user, RequestInfo request)
    {
        var decision = rbac.Authorize(user, request);
        return decision == AuthorizationDecision.Denied && user.Groups.Contains(Nodes) ? AuthorizationDecision.Unknown : decision;
    }
}
