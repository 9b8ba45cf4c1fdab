using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>
/// Roles, and for this node's own identity the Node authoriser's rules. What neither grants the node the cluster decides, to which the
/// request goes as the node's own; while it is away, what is asked of the node's share is refused by what the share says.
/// </summary>
internal sealed class EdgeAuthorizer(RbacAuthorizer rbac, NodeAuthorizer nodes, ILink link, IOptions<EdgeMetaServerOptions> options) : IRequestAuthorizer
{
    public AuthorizationDecision Authorize(UserIdentity user, RequestInfo request)
    {
        var decision = rbac.Authorize(user, request);
        if (decision == AuthorizationDecision.Allowed || !user.Groups.Contains(UserIdentity.Nodes)) return decision;
        // Another node's certificate ends here: nothing can be asked in its name, so roles have the last word.
        if (!user.IsNode(options.Value.NodeName)) return user.IsByCertificate ? decision : AuthorizationDecision.Unknown;
        return nodes.Authorize(request) switch
        {
            AuthorizationDecision.Allowed => AuthorizationDecision.Allowed,
            AuthorizationDecision.Denied when decision == AuthorizationDecision.Denied && !link.State.Connected => AuthorizationDecision.Denied,
            _ => AuthorizationDecision.Unknown,
        };
    }

    public string Explain(UserIdentity user, RequestInfo request)
    {
        var node = user.IsNode(options.Value.NodeName) ? nodes.Explain(request) : "";
        return string.Join('\n', new[] { node, rbac.Explain(user, request) }.Where(reason => reason.Length > 0));
    }

    public IReadOnlyList<GrantedRule>? RulesOf(UserIdentity user, string @namespace) => user.Groups.Contains(UserIdentity.Nodes) ? null : rbac.RulesOf(user, @namespace);
}
