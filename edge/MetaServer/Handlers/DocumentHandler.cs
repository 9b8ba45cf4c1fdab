using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>Discovery and the other documents of the cluster, replayed as the API server sent them (kubernetes-api.md 4).</summary>
internal sealed class DocumentHandler(IObjectReader reader, IFreshness freshness)
{
    /// <summary>False where the document is not held: somebody else has to answer.</summary>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, RequestInfo info)
    {
        if (info.Verb is not ("get" or "head")) return false;
        var document = WantsAggregated(context.Request, info.Path) ? DocumentReader.Find(reader, info.Path + DocumentReader.Aggregated) : null;
        document ??= DocumentReader.Find(reader, info.Path) ?? GroupDocument.Find(reader, info.Path);
        if (document is null) return false;
        if (OpenApiForm.IsOpenApi(info.Path) && !OpenApiForm.IsJson(context.Request))
        {
            // Protobuf is held nowhere: the cluster has it, and while that is away a client falls back on JSON.
            if (freshness.Staleness is null) return false;
            context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return true;
        }
        var response = context.Response;
        response.Headers.Vary = document.IsPacked ? "Accept-Encoding, Accept" : "Accept";
        // Documents are valid until their ETag changes; clients keep them.
        response.Headers.CacheControl = info.Path is "/openid/v1/jwks" or "/.well-known/openid-configuration" ? "public, max-age=3600" : "no-cache, private";
        if (document.ETag.Length > 0)
        {
            response.Headers.ETag = document.ETag;
            if (OpenApiForm.TryRedirect(context, info.Path, document.ETag)) return true;
            if (context.Request.Headers.IfNoneMatch.ToString().Contains(document.ETag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return true;
            }
        }
        response.ContentType = document.ContentType.Length > 0 ? document.ContentType : "application/json";
        await WriteAsync(context, document);
        return true;
    }

    /// <summary>What lies packed goes out packed to whoever takes it so, and is else unpacked on the way: never whole in memory.</summary>
    private static async Task WriteAsync(HttpContext context, StoredDocument document)
    {
        var response = context.Response;
        if (document.IsPacked && !MediaChoice.TakesGzip(context.Request))
        {
            if (HttpMethods.IsHead(context.Request.Method)) return;
            await using var body = document.Open();
            await body.CopyToAsync(response.Body, context.RequestAborted);
            return;
        }
        if (document.IsPacked) response.Headers.ContentEncoding = document.Encoding;
        response.ContentLength = document.Body.Length;
        // In portions: what is written before a flush is held in memory, and some documents are long.
        for (var sent = 0; sent < document.Body.Length; sent += ResponseBody.ChunkSize)
            await response.BodyWriter.WriteAsync(document.Body.AsMemory(sent, Math.Min(ResponseBody.ChunkSize, document.Body.Length - sent)), context.RequestAborted);
    }

    /// <summary>Whether the most wanted form that can be served is the aggregated one.</summary>
    private static bool WantsAggregated(HttpRequest request, string path)
    {
        if (path is not ("/api" or "/apis")) return false;
        foreach (var clause in MediaChoice.Clauses(request))
        {
            if (!clause.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)) continue;
            if (MediaChoice.Parameter(clause, "as") is not { } form) return false;
            if (form == "APIGroupDiscoveryList" && MediaChoice.Parameter(clause, "g") == "apidiscovery.k8s.io"
                && MediaChoice.Parameter(clause, "v") == "v2") return true;
        }
        return false;
    }
}
