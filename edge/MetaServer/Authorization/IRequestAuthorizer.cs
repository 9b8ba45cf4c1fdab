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

    /// <summary>Why a request that was denied is: the API server's words behind the colon of its 403; empty for nothing to add.</summary>
    string Explain(UserIdentity user, RequestInfo request) => "";

    /// <summary>
    /// The rules that a caller has in a namespace, for a list of what it may do; null where they are not fully held, or where rights come from
    /// elsewhere than rules.
    /// </summary>
    IReadOnlyList<GrantedRule>? RulesOf(UserIdentity user, string @namespace) => null;
}
