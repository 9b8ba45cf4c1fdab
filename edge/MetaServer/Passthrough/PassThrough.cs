using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;

/// <summary>
/// Hands a request to the cluster through the cloud's gateway: every verb, upgrades and streams included, with the caller's own credential
/// or, where that is this node's client certificate, as the node's own. Without a way to the cloud it says since when, and what could not be done.
/// </summary>
internal sealed class PassThrough(
    IHttpForwarder forwarder, GatewayInvoker invoker, ILink link, Handovers handovers, IOptions<EdgeMetaServerOptions> options, ILogger<PassThrough> logger)
    : IElsewhere
{
    private static readonly PassThroughTransformer Callers = new(nodesOwn: false);
    private static readonly PassThroughTransformer NodesOwn = new(nodesOwn: true);

    private readonly string _gateway = options.Value.Gateway!.GetLeftPart(UriPartial.Authority);
    private readonly ForwarderRequestConfig _brief = new() { ActivityTimeout = options.Value.PassThroughTimeout, AllowResponseBuffering = false };

    // The handler's own keep-alive notices a dead link; the API server ends a watch that has run long enough.
    private readonly ForwarderRequestConfig _long = new() { ActivityTimeout = Timeout.InfiniteTimeSpan, AllowResponseBuffering = false };

    public async Task HandleAsync(HttpContext context, UserIdentity user, RequestInfo request)
    {
        // A cloud that refuses the stream answers: whoever registers the Node that it misses must get through.
        if (link.State is { Connected: false, Refused: false })
        {
            await StatusResponse.WriteAsync(context, CloudGone.Explain(link.State, request));
            return;
        }
        if (FilteredReads.Includes(request))
        {
            await StatusResponse.WriteAsync(context, FilteredReads.Explain(link.State, request));
            return;
        }
        var isNodes = user.IsByCertificate;
        if (isNodes && (!user.IsNode(options.Value.NodeName) || RequestHeaders.Impersonates(context.Request)))
        {
            await StatusResponse.WriteAsync(context, CannotBeHandedOn(user, request));
            return;
        }
        var error = await forwarder.SendAsync(
            context, _gateway, invoker.Invoker, IsLong(request) ? _long : _brief, isNodes ? NodesOwn : Callers);
        // Its versions are known to the client now, and were not when it began.
        if (request is { Verb: "list" or "watch", Subresource.Length: 0 }) handovers.PassedThrough(request.Resource);
        if (error == ForwarderError.None || context.RequestAborted.IsCancellationRequested) return;
        Log.PassThroughFailed(logger, context.GetForwarderErrorFeature()?.Exception, context.Request.Method, request.Path, error.ToString());
        if (context.Response.HasStarted || error is ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled) return;
        await StatusResponse.WriteAsync(context, error == ForwarderError.RequestTimedOut
            ? KubernetesStatus.Timeout($"the cloud's gateway did not answer within {options.Value.PassThroughTimeout}")
            : CloudGone.Explain(link.State, request));
    }

    /// <summary>403: the cluster would have to take this server's word for who asks, which it does for the node itself only.</summary>
    private static KubernetesStatus CannotBeHandedOn(UserIdentity user, RequestInfo request)
    {
        const string reason = "a client certificate cannot be handed on to the cluster, and of users with one only this node's own is asked for there: use a token";
        return request.IsResourceRequest
            ? KubernetesStatus.Forbidden(user.Name, request.Verb, request.Resource, request.Subresource, request.Namespace, request.Name, reason)
            : KubernetesStatus.ForbiddenPath(user.Name, request.Verb, request.Path, reason);
    }

    private static bool IsLong(RequestInfo request) =>
        request.Verb == "watch" || request.Subresource is "log" or "exec" or "attach" or "portforward" or "proxy";
}
