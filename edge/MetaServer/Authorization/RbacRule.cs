using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>One rule of a role.</summary>
internal sealed record RbacRule(string[] Verbs, string[] Groups, string[] Resources, string[] Names, string[] Paths)
{
    private const string Any = "*";

    public bool Allows(RequestInfo request) =>
        Holds(Verbs, request.Verb) && (request.IsResourceRequest ? AllowsResource(request) : AllowsPath(request.Path));

    private bool AllowsResource(RequestInfo request) =>
        Holds(Groups, request.Resource.Group) && AllowsName(request.Name) && AllowsKind(request.Resource.Resource, request.Subresource);

    /// <summary>A rule that names objects allows no request that names none, neither create nor an unselective list, unless it names nothing too.</summary>
    private bool AllowsName(string name) => Names.Length == 0 || Array.IndexOf(Names, name) >= 0;

    private bool AllowsKind(string resource, string subresource)
    {
        foreach (var entry in Resources)
        {
            if (entry == Any || (subresource.Length == 0 ? entry == resource : IsPart(entry, resource, subresource) || IsPart(entry, Any, subresource))) return true;
        }
        return false;
    }

    private static bool IsPart(string entry, string resource, string subresource) =>
        entry.Length == resource.Length + 1 + subresource.Length && entry[resource.Length] == '/'
        && entry.StartsWith(resource, StringComparison.Ordinal) && entry.EndsWith(subresource, StringComparison.Ordinal);

    private bool AllowsPath(string path)
    {
        foreach (var entry in Paths)
        {
            if (entry == path || (entry.EndsWith('*') && path.AsSpan().StartsWith(entry.AsSpan().TrimEnd('*')))) return true;
        }
        return false;
    }

    private static bool Holds(string[] entries, string value)
    {
        foreach (var entry in entries)
        {
            if (entry == Any || entry == value) return true;
        }
        return false;
    }
}
