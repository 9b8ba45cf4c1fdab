using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;

/// <summary>
/// What changes on the way: nothing but the host and the audit id. The caller's own credential goes along, headers that only a trusted proxy may set were
/// taken off at the door, and answers are not held back for their first byte. What the node's own components ask is marked as such; a credential
/// that did not decide who they are stays here.
/// </summary>
/// <param name="nodesOwn">Whether for the node's own components, or for callers whose credential goes along.</param>
internal sealed class PassThroughTransformer(bool nodesOwn) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = null;
        // Byte for byte: what was understood here and what is understood there must be the same path.
        var target = httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith('/'))
            proxyRequest.RequestUri = new Uri(destinationPrefix + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        proxyRequest.Headers.Remove(RequestHeaders.AuditId);
        proxyRequest.Headers.TryAddWithoutValidation(RequestHeaders.AuditId, httpContext.Response.Headers[RequestHeaders.AuditId].ToString());
        if (!nodesOwn) return;
        proxyRequest.Headers.Remove("Authorization");
        proxyRequest.Headers.TryAddWithoutValidation(NodesOwnRequest.Header, NodesOwnRequest.Node);
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null) return true;
        // The cluster's own answer replaces what this server would have said.
        httpContext.Response.Headers.Remove("Cache-Control");
        httpContext.Response.Headers.Remove(RequestHeaders.AuditId);
        await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        // An idle watch has no body for a long time, but its client waits for the headers.
        if (proxyResponse.Content.Headers.ContentLength is not null || IsUpgrade(httpContext)) return true;
        await httpContext.Response.StartAsync(cancellationToken);
        await httpContext.Response.Body.FlushAsync(cancellationToken);
        return true;
    }

    /// <summary>An upgraded connection has an answer of its own, which the forwarder gives.</summary>
    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
