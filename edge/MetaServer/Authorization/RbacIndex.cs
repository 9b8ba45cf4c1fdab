using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>The rules of every subject, ready to be asked: first by scope, then by subject.</summary>
internal sealed class RbacIndex
{
    /// <summary>The scope of what holds everywhere.</summary>
    public const string Cluster = "";

    private readonly Dictionary<string, Grants> _scopes = new(StringComparer.Ordinal);

    public void GrantUser(string scope, string user, RbacRule[] rules) => Append(In(scope).Users, user, rules);

    public void GrantGroup(string scope, string group, RbacRule[] rules) => Append(In(scope).Groups, group, rules);

    public bool Allows(UserIdentity user, RequestInfo request)
    {
        if (_scopes.TryGetValue(Cluster, out var everywhere) && everywhere.Allow(user, request)) return true;
        // Paths that are no resources are granted for the cluster only.
        return request.IsResourceRequest && request.Namespace.Length > 0
            && _scopes.TryGetValue(request.Namespace, out var inNamespace) && inNamespace.Allow(user, request);
    }

    private Grants In(string scope)
    {
        if (!_scopes.TryGetValue(scope, out var grants)) _scopes[scope] = grants = new Grants();
        return grants;
    }

    private static void Append(Dictionary<string, List<RbacRule[]>> subjects, string name, RbacRule[] rules)
    {
        if (!subjects.TryGetValue(name, out var granted)) subjects[name] = granted = [];
        granted.Add(rules);
    }

    private sealed class Grants
    {
        public Dictionary<string, List<RbacRule[]>> Users { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, List<RbacRule[]>> Groups { get; } = new(StringComparer.Ordinal);

        public bool Allow(UserIdentity user, RequestInfo request)
        {
            if (Users.TryGetValue(user.Name, out var own) && AnyAllows(own, request)) return true;
            foreach (var group in user.Groups)
            {
                if (Groups.TryGetValue(group, out var shared) && AnyAllows(shared, request)) return true;
            }
            return false;
        }

        private static bool AnyAllows(List<RbacRule[]> granted, RequestInfo request)
        {
            foreach (var rules in granted)
            {
                foreach (var rule in rules)
                {
                    if (rule.Allows(request)) return true;
                }
            }
            return false;
        }
    }
}
