using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>Headers that concern every request.</summary>
internal static class RequestHeaders
{
    public const string AuditId = "Audit-ID";

    /// <summary>Sets what every answer carries, and takes from the request what only a trusted proxy may say. Returns the audit id.</summary>
    public static string Prepare(HttpContext context)
    {
        var headers = context.Request.Headers;
        List<string>? forged = null;
        foreach (var header in headers)
        {
            if (header.Key.StartsWith("X-Remote-", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith(NodesOwnRequest.Prefix, StringComparison.OrdinalIgnoreCase)) (forged ??= []).Add(header.Key);
        }
        if (forged is not null)
        {
            foreach (var name in forged) headers.Remove(name);
        }
        var id = headers[AuditId].ToString();
        if (id.Length is 0 or > 64) id = AuditIds.New();
        context.Response.Headers[AuditId] = id;
        context.Response.Headers.CacheControl = "no-cache, private";
        return id;
    }

    /// <summary>Whether the caller wants to act as somebody else.</summary>
    public static bool Impersonates(HttpRequest request)
    {
        foreach (var header in request.Headers)
        {
            if (header.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
