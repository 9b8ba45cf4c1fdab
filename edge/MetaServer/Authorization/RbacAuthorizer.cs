using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>
/// Role-based access control (kubernetes-api.md 5.5) from the roles and bindings in the store. Their index is made anew when one of them
/// has changed, not for each request. Until all four collections are held whole nothing is decided.
/// </summary>
public sealed class RbacAuthorizer : IRequestAuthorizer
{
    internal static readonly GroupVersionResource Roles = Rbac("roles");
    internal static readonly GroupVersionResource RoleBindings = Rbac("rolebindings");
    internal static readonly GroupVersionResource ClusterRoles = Rbac("clusterroles");
    internal static readonly GroupVersionResource ClusterRoleBindings = Rbac("clusterrolebindings");
    private static readonly GroupVersionResource[] Sources = [Roles, RoleBindings, ClusterRoles, ClusterRoleBindings];

    private readonly ICollections _collections;
    private readonly Derived<RbacIndex> _index;

    /// <summary>Decides by what <paramref name="reader"/> holds.</summary>
    public RbacAuthorizer(IObjectReader reader, ICollections collections)
    {
        _collections = collections;
        _index = new Derived<RbacIndex>(reader, RbacIndexBuilder.Build, Sources);
    }

    /// <inheritdoc/>
    public AuthorizationDecision Authorize(UserIdentity user, RequestInfo request)
    {
        foreach (var group in user.Groups)
        {
            if (group == UserIdentity.Masters) return AuthorizationDecision.Allowed;
        }
        if (!IsHeld) return AuthorizationDecision.Unknown;
        return _index.Current.Allows(user, request) ? AuthorizationDecision.Allowed : AuthorizationDecision.Denied;
    }

    /// <inheritdoc/>
    public string Explain(UserIdentity user, RequestInfo request) => _index.Current.FindMissing(user, request) switch
    {
        [] => "",
        [var only] => $"RBAC: {only}",
        var several => $"RBAC: [{string.Join(", ", several)}]",
    };

    /// <inheritdoc/>
    public IReadOnlyList<GrantedRule>? RulesOf(UserIdentity user, string @namespace)
    {
        if (!IsHeld) return null;
        return [.. _index.Current.RulesOf(user, @namespace).Select(rule => new GrantedRule(rule.Verbs, rule.Groups, rule.Resources, rule.Names, rule.Paths))];
    }

    private bool IsHeld
    {
        get
        {
            foreach (var source in Sources)
            {
                if (_collections.Find(source)?.Complete != CollectionScope.All) return false;
            }
            return true;
        }
    }

    private static GroupVersionResource Rbac(string resource) => new("rbac.authorization.k8s.io", "v1", resource);
}
