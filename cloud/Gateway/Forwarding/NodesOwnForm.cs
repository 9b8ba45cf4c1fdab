using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cloud.Gateway.Forwarding;

/// <summary>
/// Requests of the node's own components. The credential is the node's certificate, which ends at this connection: so the cluster is asked
/// with ours, as that node, and its Node authoriser decides. The name comes from the certificate, never from the request.
/// </summary>
internal static class NodesOwnForm
{
    private const string User = "Impersonate-User";
    private const string Group = "Impersonate-Group";
    private const string Prefix = "Impersonate-";
    private const string Nodes = "system:nodes";
    private const string NodeUser = "system:node:";

    /// <summary>Whether the request says that it is one.</summary>
    public static bool Is(HttpRequest request) => request.Headers.ContainsKey(NodesOwnRequest.Header);

    /// <summary>Why it is none all the same; null where it is.</summary>
    public static string? FindFault(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers[NodesOwnRequest.Header] is not [NodesOwnRequest.Node]) return $"{NodesOwnRequest.Header} has one value, {NodesOwnRequest.Node}";
        if (headers.Authorization.Count > 0) return "a request of the node's own carries no other credential";
        if (headers.Keys.Any(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))) return "a node acts as itself only";
        return NameOf(context) is null ? "the connection is no node's" : null;
    }

    /// <summary>Says to the API server whose request it is.</summary>
    public static void Impersonate(HttpContext context, HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation(User, NameOf(context));
        request.Headers.TryAddWithoutValidation(Group, Nodes);
    }

    private static string? NameOf(HttpContext context) =>
        context.User.Identity?.Name is { } name && name.Length > NodeUser.Length && name.StartsWith(NodeUser, StringComparison.Ordinal) ? name : null;
}
