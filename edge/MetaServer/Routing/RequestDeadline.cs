using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>
/// <c>?timeout=</c>: how long a request that is no watch may take (kubernetes-api.md 1.9). While it runs, the request's own cancellation
/// fires at the deadline too.
/// </summary>
internal sealed class RequestDeadline : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly HttpContext _context;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _both;

    private RequestDeadline(HttpContext context, TimeSpan limit, TimeProvider time)
    {
        _context = context;
        _aborted = context.RequestAborted;
        _limit = new CancellationTokenSource(limit, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_aborted, _limit.Token);
        context.RequestAborted = _both.Token;
    }

    /// <summary>Whether the deadline has passed while the client still waits.</summary>
    public bool HasPassed => _limit.IsCancellationRequested && !_aborted.IsCancellationRequested;

    /// <summary>What the query asks for; null where it asks for nothing that is less than the server's own limit.</summary>
    /// <exception cref="StatusException">400: it is no duration.</exception>
    public static TimeSpan? Read(HttpRequest request, RequestInfo info)
    {
        if (IsLasting(info) || request.Query.First("timeout") is not { Length: > 0 } text) return null;
        if (!GoDuration.TryParse(text, out var limit, out var problem))
            throw KubernetesStatus.BadRequest($"invalid timeout specified in the request URL - {problem}").ToException();
        return limit > TimeSpan.Zero && limit < Longest ? limit : null;
    }

    /// <summary>Begins it.</summary>
    public static RequestDeadline? Begin(HttpContext context, TimeSpan? limit, TimeProvider time) =>
        limit is { } some ? new RequestDeadline(context, some, time) : null;

    /// <summary>What is answered when it has passed.</summary>
    public static KubernetesStatus Passed() => KubernetesStatus.Timeout("request did not complete within the allotted timeout");

    /// <summary>The connection's own cancellation is put back: the answer about the deadline must still go out.</summary>
    public void Dispose()
    {
        _context.RequestAborted = _aborted;
        _both.Dispose();
        _limit.Dispose();
    }

    /// <summary>Requests that last as long as their client likes.</summary>
    public static bool IsLasting(RequestInfo info) =>
        info.Verb is "watch" or "proxy" || info.Subresource is "log" or "exec" or "attach" or "portforward" or "proxy";
}
