using System.Net;
using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;

/// <summary>
/// The kubelet asks for the tokens of its pods. The cluster answers, and its answer is kept: without the cloud a pod is started, or started
/// again, with the token that it was last given. Everything else passes through.
/// </summary>
internal sealed class TokenRequests(
    PassThrough passThrough, TokenCache cache, GatewayInvoker gateway, ILink link, ClusterClock clock, IOptions<EdgeMetaServerOptions> options) : IElsewhere
{
    private const int LongestRequest = 64 << 10;
    private const int LongestAnswer = 256 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task HandleAsync(HttpContext context, UserIdentity user, RequestInfo request) =>
        request is { Verb: "create", Resource: { Group: "", Resource: "serviceaccounts" }, Subresource: "token", Namespace.Length: > 0, Name.Length: > 0 }
            && user.IsByCertificate && user.IsNode(options.Value.NodeName) && !RequestHeaders.Impersonates(context.Request)
            ? AnswerAsync(context, user, request)
            : passThrough.HandleAsync(context, user, request);

    private async Task AnswerAsync(HttpContext context, UserIdentity user, RequestInfo request)
    {
        var body = await ReadAsync(context);
        var question = ReviewBody.Read(body, "spec", 2) is { } spec ? TokenQuestion.Read(request, spec) : null;
        var failure = CloudGone.Explain(link.State, request);
        if (link.State is not { Connected: false, Refused: false })
        {
            try
            {
                if (await TryAskAsync(context, question, body)) return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                failure = CloudGone.Explain(link.State, request);
            }
        }
        if (question is null) throw failure.ToException();
        if (!cache.IsHere(question))
            throw KubernetesStatus.Forbidden(
                user.Name, request.Verb, request.Resource, request.Subresource, request.Namespace, request.Name, $"the pod \"{question.Pod.Name}\" with that UID is not on this node").ToException();
        await GiveAsync(context, question, failure);
    }

    private async Task GiveAsync(HttpContext context, TokenQuestion question, KubernetesStatus failure)
    {
        var kept = cache.Find(question) is { } found && found.IsTakenBy(context.Request.Headers.Accept.ToString()) ? found : null;
        if (kept is null || kept.Expires <= clock.GetUtcNow())
        {
            var why = kept is null ? "and none that was given before is kept here" : $"and the one that was given before expired at {kept.Expires.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
            throw (failure with { Message = $"{failure.Message}: no new token can be had for the pod \"{question.Pod.Name}\", {why}" }).ToException();
        }
        if (context.Features.Get<AuditTrail>() is { } trail) trail.AnsweredBy = AuditTrail.Cache;
        context.Response.Headers.Warning = "299 - \"the token that was given before: the cloud cannot be reached from this node\"";
        await WriteAsync(context, HttpStatusCode.Created, kept.ContentType, kept.Body);
    }

    /// <summary>False where nobody answered but somebody on the way.</summary>
    private async Task<bool> TryAskAsync(HttpContext context, TokenQuestion? question, byte[] body)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            using var message = Message(context, body);
            using var response = await gateway.Invoker.SendAsync(message, either.Token);
            clock.Told(response.Headers.Date);
            if (response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout) return false;
            await response.Content.LoadIntoBufferAsync(LongestAnswer, either.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(either.Token);
            var type = response.Content.Headers.ContentType?.ToString() ?? "application/json";
            if (response.StatusCode == HttpStatusCode.Created && question is not null && !context.Request.QueryString.HasValue
                && TokenAnswer.Read(question, type, answer) is { } kept) cache.Keep(kept);
            await WriteAsync(context, response.StatusCode, type, answer);
            return true;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new HttpRequestException($"the cluster did not answer within {Patience.TotalSeconds:0} s", e);
        }
    }

    private HttpRequestMessage Message(HttpContext context, byte[] body)
    {
        var target = options.Value.Gateway!.GetLeftPart(UriPartial.Authority) + context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(body),
        };
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)) message.Content.Headers.ContentType = type;
        foreach (var name in (ReadOnlySpan<string>)["Accept", "User-Agent"])
        {
            if (context.Request.Headers[name].ToString() is { Length: > 0 } value) message.Headers.TryAddWithoutValidation(name, value);
        }
        message.Headers.TryAddWithoutValidation(RequestHeaders.AuditId, context.Response.Headers[RequestHeaders.AuditId].ToString());
        message.Headers.TryAddWithoutValidation(NodesOwnRequest.Header, NodesOwnRequest.Node);
        return message;
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var buffer = new byte[LongestRequest + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length <= LongestRequest ? buffer[..length] : throw KubernetesStatus.RequestEntityTooLarge($"a request for a token has at most {LongestRequest} bytes").ToException();
    }

    private static async Task WriteAsync(HttpContext context, HttpStatusCode status, string type, byte[] body)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
