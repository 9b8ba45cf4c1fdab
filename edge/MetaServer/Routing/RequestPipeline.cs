using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>
/// The way of every request, in this order:
/// 1. read its path, once, and how long it may take; 2. who asks; 3. health is for everybody; 4. without a name no further, nor with
/// too much open already, and with a name that only the cluster knows straight elsewhere; 5. may they, and this server's own pages; 6. documents;
/// 7. reads that the store covers and whose state is proven; 8. everything else elsewhere, but what a caller may do while there is no elsewhere.
/// Failures become a Status here and nowhere else.
/// </summary>
internal sealed class RequestPipeline(
    IEnumerable<IRequestAuthenticator> authenticators,
    IRequestAuthorizer authorizer,
    IResourceCatalog catalog,
    ICoverage coverage,
    IElsewhere elsewhere,
    ICallerLimits limits,
    ReadHandlers handlers,
    HealthHandler health,
    DocumentHandler documents,
    IEnumerable<OwnPage> pages,
    OfflineReviews reviews,
    IAudit audit,
    RequestMeter meter,
    TimeProvider time,
    ILogger<RequestPipeline> logger)
{
    private readonly IRequestAuthenticator[] _authenticators = [.. authenticators];
    private readonly OwnPage[] _pages = [.. pages];

    public async Task HandleAsync(HttpContext context)
    {
        var auditId = RequestHeaders.Prepare(context);
        var trail = audit.Begin(auditId);
        context.Features.Set(trail);
        try
        {
            await AnswerAsync(context, trail);
        }
        catch (StatusException e) when (!context.Response.HasStarted)
        {
            await StatusResponse.WriteAsync(context, e.Status);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (BadHttpRequestException)
        {
            throw; // The server answers what is not HTTP.
        }
        catch (SnapshotExpiredException e)
        {
            Log.AnswerCut(logger, e, context.Request.Method, context.Request.Path);
            context.Abort();
        }
        catch (Exception e)
        {
            Log.RequestFailed(logger, e, context.Request.Method, context.Request.Path, auditId);
            if (context.Response.HasStarted) context.Abort();
            else await StatusResponse.WriteAsync(context, KubernetesStatus.InternalError($"see the log of this server at audit id {auditId}"));
        }
        finally
        {
            // Health is asked for every few seconds, by anybody.
            if (trail.Info is null || !HealthHandler.Serves(trail.Info))
            {
                audit.Completed(context, trail);
                meter.Ended(trail.Info?.Verb ?? "", trail.AnsweredBy);
            }
        }
    }

    private async Task AnswerAsync(HttpContext context, AuditTrail trail)
    {
        var request = context.Request;
        // 1.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RequestInfoParser.TryParse(MethodOf(request), target, request.Query, out var info, out var problem))
            throw KubernetesStatus.BadRequest(problem).ToException();
        Follow(context, trail, info);
        var limit = RequestDeadline.Read(request, info);
        WebSocketRequests.TakeToken(request);
        // 2.
        var user = await AuthenticateAsync(context, info);
        trail.User = user;
        // 3.
        if (HealthHandler.Serves(info))
        {
            await health.HandleAsync(context, info);
            return;
        }
        // 4.
        if (user is null) throw KubernetesStatus.Unauthorized().ToException();
        using var place = limits.Enter(user, info);
        var page = FindPage(info);
        if (ReferenceEquals(user, UserIdentity.Undecided))
        {
            if (page is not null) throw NotThePages(user, info);
            trail.AnsweredBy = AuditTrail.Cloud;
            await elsewhere.HandleAsync(context, user, info);
            return;
        }
        // 5. Who speaks for another is known to the cluster only, which sees the caller's own credential.
        var decision = RequestHeaders.Impersonates(request) ? AuthorizationDecision.Unknown : authorizer.Authorize(user, info);
        trail.Decision = decision;
        if (decision == AuthorizationDecision.Denied)
        {
            Log.Denied(logger, user.Name, info.Verb, info.Path);
            throw Forbidden(user, info, authorizer.Explain(user, info)).ToException();
        }
        if (page is not null)
        {
            if (decision != AuthorizationDecision.Allowed) throw NotThePages(user, info);
            trail.AnsweredBy = AuditTrail.Cache;
            await page.WriteAsync(context);
            return;
        }
        if (IsHeadOfWhatHasNone(request, info)) throw KubernetesStatus.MethodNotAllowed().ToException();
        if (decision == AuthorizationDecision.Allowed)
        {
            trail.AnsweredBy = AuditTrail.Cache;
            using var deadline = RequestDeadline.Begin(context, limit, time);
            try
            {
                if (await TryAnswerHereAsync(context, user, info)) return;
            }
            catch (OperationCanceledException) when (deadline is { HasPassed: true })
            {
                if (!context.Response.HasStarted) throw RequestDeadline.Passed().ToException();
                context.Abort();
                return;
            }
        }
        if (decision == AuthorizationDecision.Allowed && await reviews.TryHandleAsync(context, user, info)) return;
        // 8.
        trail.AnsweredBy = AuditTrail.Cloud;
        await elsewhere.HandleAsync(context, user, info);
    }

    /// <summary>What lasts is written down when it begins, too: who watches for a month must not be unknown for that long.</summary>
    private void Follow(HttpContext context, AuditTrail trail, RequestInfo info)
    {
        trail.Info = info;
        if (RequestDeadline.IsLasting(info)) context.Response.OnStarting(() =>
        {
            audit.Started(context, trail);
            return Task.CompletedTask;
        });
    }

    private async ValueTask<bool> TryAnswerHereAsync(HttpContext context, UserIdentity user, RequestInfo info)
    {
        // 6.
        if (!info.IsResourceRequest) return await documents.TryHandleAsync(context, info);
        // 7.
        if (info.Verb is not ("get" or "list" or "watch") || info.Subresource.Length > 0) return false;
        if (!catalog.TryFind(info.Resource, out var resource)) return false;
        if (!IsInScope(info, resource))
        {
            if (!ReadRequest.IsCustom(resource.Resource.Group)) throw KubernetesStatus.PathNotFound().ToException();
            await PlainText.NotFoundAsync(context);
            return true;
        }
        if (!coverage.Covers(user, info, context.Request.Query, out var held)) return false;
        await handlers.HandleAsync(ReadRequest.Read(context, user, info, resource, held));
        return true;
    }

    /// <summary>
    /// Whether a resource is asked for where it lies. One of the whole cluster is not under a namespace: whoever may read all in that namespace
    /// must not read it. A namespace itself is.
    /// </summary>
    private static bool IsInScope(RequestInfo info, ApiResource resource) => resource.Namespaced
        ? info.Namespace.Length > 0 || info.Verb != "get"
        : info.Namespace.Length == 0 || info.Path == $"/api/v1/namespaces/{info.Name}" || info.Path == $"/api/v1/watch/namespaces/{info.Name}";

    /// <summary>Objects and discovery have no HEAD, as at the API server; health, OpenAPI and what is proxied do.</summary>
    private static bool IsHeadOfWhatHasNone(HttpRequest request, RequestInfo info) =>
        HttpMethods.IsHead(request.Method) && (info.IsResourceRequest
            ? info.Subresource.Length == 0
            : info.Path is "/api" or "/apis" or "/version" || info.Path.StartsWith("/api/", StringComparison.Ordinal)
                || info.Path.StartsWith("/apis/", StringComparison.Ordinal) || info.Path.StartsWith("/openid/", StringComparison.Ordinal));

    /// <summary>Null for a caller without a name; <see cref="UserIdentity.Undecided"/> where only the cluster can tell.</summary>
    /// <exception cref="StatusException">401: a credential is not good, or of no kind that is known here.</exception>
    private async ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, RequestInfo info)
    {
        string? refusal = null;
        foreach (var authenticator in _authenticators)
        {
            var result = await authenticator.AuthenticateAsync(context);
            if (result.User is { } user) return user;
            if (result.IsLeftToCluster) return UserIdentity.Undecided;
            // A credential that is not good does not spoil another, as at the API server.
            refusal ??= result.Refusal;
        }
        if (refusal is null && context.Request.Headers.Authorization.Count == 0) return null;
        Log.CredentialRefused(logger, info.Path, refusal ?? "it is of no kind that is known here");
        throw KubernetesStatus.Unauthorized().ToException();
    }

    /// <summary>Over HTTP/2 a WebSocket is asked for by CONNECT: it is the GET that it would be over HTTP/1.1, and needs the same right.</summary>
    private static string MethodOf(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true } ? HttpMethods.Get : request.Method;

    private OwnPage? FindPage(RequestInfo info)
    {
        if (info.IsResourceRequest || info.Verb != "get") return null;
        foreach (var page in _pages)
        {
            if (page.Path == info.Path) return page;
        }
        return null;
    }

    private static StatusException NotThePages(UserIdentity user, RequestInfo info) =>
        Forbidden(user, info, "it is this node's own, and nothing that is held here allows it").ToException();

    private static KubernetesStatus Forbidden(UserIdentity user, RequestInfo info, string reason) => info.IsResourceRequest
        ? KubernetesStatus.Forbidden(user.Name, info.Verb, info.Resource, info.Subresource, info.Namespace, info.Name, reason)
        : KubernetesStatus.ForbiddenPath(user.Name, info.Verb, info.Path, reason);
}
