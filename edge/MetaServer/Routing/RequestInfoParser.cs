using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>Reads a <see cref="RequestInfo"/> out of method, path and query.</summary>
internal static class RequestInfoParser
{
    private const string Watch = "watch";

    /// <summary>False, with the reason, where the path is refused (400).</summary>
    public static bool TryParse(string method, string rawTarget, IQueryCollection query, out RequestInfo info, out string problem)
    {
        info = null!;
        if (!RequestPath.TryRead(rawTarget, out var path, out problem)) return false;
        var segments = path.Segments;
        var at = segments switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => -1,
        };
        var rest = segments.Count;
        info = at < 0
            ? new RequestInfo { IsResourceRequest = false, Path = Joined(segments), Verb = method.ToLowerInvariant() }
            : Resource(method, segments, at, query, out rest);
        // Only what a proxy request hands on may hold what would be ambiguous here.
        if (path.Tolerated == int.MaxValue || (info.Subresource == "proxy" && path.Tolerated >= rest)) return true;
        problem = "empty segments and encoded slashes are not allowed in the path";
        return false;
    }

    private static RequestInfo Resource(string method, IReadOnlyList<string> segments, int at, IQueryCollection query, out int rest)
    {
        var (group, version) = at == 2 ? ("", segments[1]) : (segments[1], segments[2]);
        var legacyWatch = segments[at] == Watch && segments.Count > at + 1 && HttpMethods.IsGet(method);
        if (legacyWatch) at++;
        var (scope, start) = Scope(segments, at);
        var name = segments.Count > start + 1 ? segments[start + 1] : "";
        var verb = legacyWatch ? Watch : Verb(method, name, query);
        rest = start + 3;
        var (selectedName, selectedNode) = name.Length == 0 && verb is "list" or Watch ? Selected(query) : (name, "");
        return new RequestInfo
        {
            IsResourceRequest = true,
            Path = Joined(segments),
            Verb = verb,
            Resource = new GroupVersionResource(group, version, segments[start]),
            Namespace = scope,
            // The old way to ask for a watch names no object but in its path, as at the API server.
            Name = legacyWatch ? name : selectedName,
            SelectedNode = selectedNode,
            Subresource = segments.Count > start + 2 ? segments[start + 2] : "",
            Rest = segments.Count > rest ? string.Join('/', segments.Skip(rest)) : "",
        };
    }

    /// <summary>
    /// The namespace and where the resource stands. A namespace itself is a resource within itself, so that its own roles can grant it;
    /// what follows it is another resource, but for its two subresources.
    /// </summary>
    private static (string Namespace, int Start) Scope(IReadOnlyList<string> segments, int at)
    {
        if (segments[at] != "namespaces" || segments.Count == at + 1) return ("", at);
        var inside = segments.Count > at + 2 && segments[at + 2] is not ("status" or "finalize");
        return (segments[at + 1], inside ? at + 2 : at);
    }

    private static string Verb(string method, string name, IQueryCollection query) => method switch
    {
        "GET" when name.Length == 0 => IsTrue(query, Watch) ? Watch : "list",
        "HEAD" when name.Length == 0 => "list",
        "GET" or "HEAD" => "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length == 0 ? "deletecollection" : "delete",
        _ => method.ToLowerInvariant(),
    };

    /// <summary>
    /// A rule that names objects covers a list or watch only where its selector asks for one of them. As at the API server a query that is faulty
    /// anywhere asks for none.
    /// </summary>
    private static (string Name, string Node) Selected(IQueryCollection query)
    {
        if (query.First("fieldSelector").Length == 0) return ("", "");
        try
        {
            var selector = ReadOptions.Parse(query).Fields;
            var name = selector.RequiresExact("metadata.name") ?? "";
            return (name is "." or ".." || name.AsSpan().ContainsAny('/', '%') ? "" : name, selector.RequiresExact("spec.nodeName") ?? "");
        }
        catch (StatusException)
        {
            return ("", ""); // The handler refuses it with 400, after authorization.
        }
    }

    /// <summary>As Kubernetes reads a flag: present and empty is true; only "0" and "false" are false.</summary>
    public static bool IsTrue(IQueryCollection query, string flag) =>
        query.TryGetValue(flag, out var values) && values.Count > 0
        && values[0] is { } text && text != "0" && !text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static string Joined(IReadOnlyList<string> segments) => "/" + string.Join('/', segments);
}
