using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace KubeEdge.EdgeMesh.Cloud.Gateway.Forwarding;

/// <summary>
/// What changes on the way: the claims that only the API server's own front may make are taken out; nothing is put in. Impersonate-* stays: whether the
/// caller may act as another is for the API server to say, which sees the caller's own credential; without the header it would act as the caller.
/// Only the node's own requests get something put in: that they are asked as the node which the connection's certificate names.
/// </summary>
internal sealed class Transformer : HttpTransformer
{
    private static readonly Transformer _ordinary = new(lasting: false, nodesOwn: false);
    private static readonly Transformer _lastingOnes = new(lasting: true, nodesOwn: false);
    private static readonly Transformer _nodesOwnOrdinary = new(lasting: false, nodesOwn: true);
    private static readonly Transformer _nodesOwnLasting = new(lasting: true, nodesOwn: true);

    private readonly bool _lasting;
    private readonly bool _nodesOwn;

    private Transformer(bool lasting, bool nodesOwn) => (_lasting, _nodesOwn) = (lasting, nodesOwn);

    /// <param name="lasting">Whether the answer may have a head long before it has a body.</param>
    /// <param name="nodesOwn">Whether it is asked as the node.</param>
    public static Transformer For(bool lasting, bool nodesOwn) => (lasting, nodesOwn) switch
    {
        (false, false) => _ordinary,
        (true, false) => _lastingOnes,
        (false, true) => _nodesOwnOrdinary,
        (true, true) => _nodesOwnLasting,
    };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.Headers.Host = null;
        foreach (var name in proxyRequest.Headers.Select(header => header.Key).Where(IsClaim).ToArray())
            proxyRequest.Headers.Remove(name);
        if (_nodesOwn)
            NodesOwnForm.Impersonate(httpContext, proxyRequest);

        // As it came, down to the last escape: the API server's reading of a path is the only one that counts.
        var target = httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith('/'))
            proxyRequest.RequestUri = new Uri(destinationPrefix + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var proceed = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (!_lasting || proxyResponse is null || IsUpgrade(httpContext))
            return proceed;

        // YARP would hold the head back until the first byte of the body; on an idle watch that may be minutes away.
        await httpContext.Response.StartAsync(cancellationToken);
        await httpContext.Response.Body.FlushAsync(cancellationToken);
        return proceed;
    }

    /// <summary>
    /// Whether YARP answers by itself: an HTTP/1.1 upgrade may go on as a CONNECT of HTTP/2, whose 200 becomes a 101 for the caller, and to one that is
    /// answered already it could not say so any more.
    /// </summary>
    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Headers by which an authenticating front says who the caller is, which an edge is not, and those that are between it and us.</summary>
    private static bool IsClaim(string name) =>
        name.StartsWith("X-Remote-", StringComparison.OrdinalIgnoreCase) || name.StartsWith(NodesOwnRequest.Prefix, StringComparison.OrdinalIgnoreCase);
}
