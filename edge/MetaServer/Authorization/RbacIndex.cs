using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>The rules of every subject, ready to be asked: first by scope, then by subject.</summary>
internal sealed class RbacIndex
{
    /// <summary>The scope of what holds everywhere.</summary>
    public const string Cluster = "";

    private readonly Dictionary<string, Grants> _scopes = new(StringComparer.Ordinal);

    public void GrantUser(string scope, string user, RbacGrant grant) => Append(In(scope).Users, user, grant);

    public void GrantGroup(string scope, string group, RbacGrant grant) => Append(In(scope).Groups, group, grant);

    public bool Allows(UserIdentity user, RequestInfo request)
    {
        if (_scopes.TryGetValue(Cluster, out var everywhere) && everywhere.Allow(user, request)) return true;
        // Paths that are no resources are granted for the cluster only.
        return request.IsResourceRequest && request.Namespace.Length > 0
            && _scopes.TryGetValue(request.Namespace, out var inNamespace) && inNamespace.Allow(user, request);
    }

    /// <summary>What the caller's bindings refer to and is not there, each once.</summary>
    public IReadOnlyList<string> FindMissing(UserIdentity user, RequestInfo request) =>
        [.. Of(user, request.IsResourceRequest ? request.Namespace : Cluster).Select(grant => grant.Missing).OfType<string>().Distinct()];

    /// <summary>All rules of a caller in a namespace.</summary>
    public IEnumerable<RbacRule> RulesOf(UserIdentity user, string @namespace) => Of(user, @namespace).SelectMany(grant => grant.Rules);

    private IEnumerable<RbacGrant> Of(UserIdentity user, string @namespace)
    {
        string[] scopes = @namespace.Length == 0 ? [Cluster] : [Cluster, @namespace];
        return scopes.SelectMany(scope => _scopes.TryGetValue(scope, out var grants) ? grants.Of(user) : []);
    }

    private Grants In(string scope)
    {
        if (!_scopes.TryGetValue(scope, out var grants)) _scopes[scope] = grants = new Grants();
        return grants;
    }

    private static void Append(Dictionary<string, List<RbacGrant>> subjects, string name, RbacGrant grant)
    {
        if (!subjects.TryGetValue(name, out var granted)) subjects[name] = granted = [];
        granted.Add(grant);
    }

    private sealed class Grants
    {
        public Dictionary<string, List<RbacGrant>> Users { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, List<RbacGrant>> Groups { get; } = new(StringComparer.Ordinal);

        public IEnumerable<RbacGrant> Of(UserIdentity user)
        {
            IEnumerable<RbacGrant> own = Users.TryGetValue(user.Name, out var granted) ? granted : [];
            // A binding that names several of the caller's subjects counts once.
            return own.Concat(user.Groups.SelectMany(group => Groups.TryGetValue(group, out var shared) ? shared : [])).Distinct();
        }

        public bool Allow(UserIdentity user, RequestInfo request)
        {
            if (Users.TryGetValue(user.Name, out var own) && AnyAllows(own, request)) return true;
            foreach (var group in user.Groups)
            {
                if (Groups.TryGetValue(group, out var shared) && AnyAllows(shared, request)) return true;
            }
            return false;
        }

        private static bool AnyAllows(List<RbacGrant> granted, RequestInfo request)
        {
            foreach (var grant in granted)
            {
                foreach (var rule in grant.Rules)
                {
                    if (rule.Allows(request)) return true;
                }
            }
            return false;
        }
    }
}
