using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Gateway.Condensing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace KubeEdge.EdgeMesh.Cloud.Gateway.Forwarding;

/// <summary>
/// Passes a node's request to the API server, in the caller's name and no other: with the credential that came with it, or where the caller is
/// the node itself, as that node.
/// </summary>
internal sealed class Forwarder : IDisposable
{
    private const string NodesRole = "system:nodes";

    private readonly IHttpForwarder _forwarder;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<Forwarder> _log;
    private readonly HttpMessageInvoker _client;
    private readonly HttpMessageInvoker _ours;
    private readonly string _apiServer;
    private readonly ForwarderRequestConfig _short;
    private readonly ForwarderRequestConfig _long;

    public Forwarder(
        IHttpForwarder forwarder, IClusterConnection cluster, IHostApplicationLifetime lifetime, IOptions<GatewayOptions> options, ILogger<Forwarder> log)
    {
        _forwarder = forwarder;
        _lifetime = lifetime;
        _log = log;
        _client = new HttpMessageInvoker(new StreamedBodies(cluster.CreateAnonymousHandler()));
        _ours = new HttpMessageInvoker(new StreamedBodies(cluster.CreateHandler()));
        _apiServer = cluster.BaseAddress.AbsoluteUri.TrimEnd('/');
        _short = new ForwarderRequestConfig { ActivityTimeout = options.Value.ActivityTimeout };
        _long = new ForwarderRequestConfig { ActivityTimeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// <list type="number">
    /// <item>The peer is a node, or 401.</item>
    /// <item>The request carries exactly one credential of its caller, or is the node's own and nobody else's, or 401: we have none to lend. What edge and cloud say between them is well formed, or 400.</item>
    /// <item>It goes to the API server as it is, and comes back as it is unless names and versions are asked for; one that lasts has no time-out, but ends when the cloud stops, so that the edge finds another replica.</item>
    /// <item>Where there is no answer: 503 or 504.</item>
    /// </list>
    /// </summary>
    public async Task HandleAsync(HttpContext context)
    {
        // 1
        if (!context.User.IsInRole(NodesRole))
        {
            await WriteAsync(context, KubernetesStatus.Unauthorized() with { Message = "Unauthorized: the cloud serves nodes that have joined. Use edgemesh-edge join." });
            return;
        }

        // 2
        var nodesOwn = NodesOwnForm.Is(context.Request);
        var refusal = nodesOwn ? NodesOwnForm.FindFault(context) is { } fault ? KubernetesStatus.BadRequest(fault) : null
            : context.Request.Headers.Authorization.Count == 1 ? null : KubernetesStatus.Unauthorized();
        var condensed = CondensedRequest.Is(context.Request, out var held, out var wrong);
        if (wrong is not null)
            refusal ??= KubernetesStatus.BadRequest(wrong);
        if (refusal is not null)
        {
            await WriteAsync(context, refusal);
            return;
        }

        // 3
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize)
            bodySize.MaxRequestBodySize = null;
        var lasting = LastingRequest.Is(context.Request);
        HttpTransformer transformer = Transformer.For(lasting, nodesOwn);
        if (condensed)
            transformer = new CondensingTransformer(transformer, held);
        var error = await _forwarder.SendAsync(
            context, _apiServer, nodesOwn ? _ours : _client, lasting ? _long : _short, transformer,
            lasting ? _lifetime.ApplicationStopping : CancellationToken.None);

        // 4
        if (error == ForwarderError.None || context.RequestAborted.IsCancellationRequested)
            return;

        var problem = context.GetForwarderErrorFeature()?.Exception;
        if (!_lifetime.ApplicationStopping.IsCancellationRequested)
            _log.ForwardingFailed(context.User.Identity?.Name ?? "", context.Request.Method, context.Request.Path, error, problem?.Message ?? "");
        if (context.Response.HasStarted)
            return;

        context.Response.Clear();
        await WriteAsync(context, error is ForwarderError.RequestTimedOut or ForwarderError.UpgradeActivityTimeout
            ? KubernetesStatus.Timeout("the API server did not answer the cloud in time")
            : KubernetesStatus.ServiceUnavailable($"the cloud cannot reach the API server: {problem?.Message ?? error.ToString()}", retryAfterSeconds: 1));
    }

    public void Dispose()
    {
        _client.Dispose();
        _ours.Dispose();
    }

    private static async Task WriteAsync(HttpContext context, KubernetesStatus status)
    {
        var body = status.ToUtf8();
        context.Response.StatusCode = status.Code;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        if (status.Details?.RetryAfterSeconds is > 0 and var seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
