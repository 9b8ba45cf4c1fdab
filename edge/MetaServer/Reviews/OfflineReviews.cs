using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>
/// Questions about rights (<c>kubectl auth can-i</c>, <c>whoami</c>), while the cluster cannot be asked: by the rules that are held, which
/// decide the caller's reads here as well. What they do not decide, and everything while the cluster is there, is left to it.
/// </summary>
internal sealed class OfflineReviews(IEnumerable<IReview> reviews, IFreshness freshness)
{
    private const int MaxBytes = 64 << 10;
    private readonly IReview[] _reviews = [.. reviews];

    /// <summary>False where somebody else has to answer, which while the cloud is away can only be that it is.</summary>
    /// <exception cref="StatusException">400, 413 or 422: the review is not a good one.</exception>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, UserIdentity user, RequestInfo info)
    {
        if (info is not { Verb: "create", Name.Length: 0 } || freshness.Staleness is null) return false;
        foreach (var review in _reviews)
        {
            if (!review.Serves(info)) continue;
            var body = await ReadAsync(context);
            if (review.Answer(user, info, body) is not { } answer) return false;
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
            return true;
        }
        return false;
    }

    private static async Task<ReviewBody> ReadAsync(HttpContext context)
    {
        var buffer = new byte[MaxBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > MaxBytes) throw KubernetesStatus.RequestEntityTooLarge($"a review has at most {MaxBytes} bytes").ToException();
        return ReviewBody.Read(buffer.AsMemory(0, length)) ?? throw KubernetesStatus.BadRequest("the review is neither JSON nor protobuf").ToException();
    }
}
