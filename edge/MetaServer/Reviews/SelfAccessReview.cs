using System.Buffers;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>
/// May I? (<c>kubectl auth can-i</c>), while the cluster cannot be asked: by the rules that are held, which decide the caller's reads here
/// as well. What they do not decide, and everything while the cluster is there, is left to it.
/// </summary>
internal sealed class SelfAccessReview(IRequestAuthorizer authorizer, IFreshness freshness)
{
    private const int MaxBytes = 64 << 10;
    private static readonly GroupVersionResource Collection = new("authorization.k8s.io", "v1", "selfsubjectaccessreviews");

    /// <summary>False where somebody else has to answer, which while the cloud is away can only be that it is.</summary>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, UserIdentity user, RequestInfo info)
    {
        if (info.Verb != "create" || info.Resource != Collection || freshness.Staleness is null) return false;
        if (context.Request.ContentLength is not { } length || length > MaxBytes) return false;
        var body = new byte[length];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        if (ReviewedAccess.Read(body) is not { } access) return false;
        var decision = authorizer.Authorize(user, access.ToRequest());
        if (decision == AuthorizationDecision.Unknown) return false;

        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(Answer(access, decision == AuthorizationDecision.Allowed), context.RequestAborted);
        return true;
    }

    private static ReadOnlyMemory<byte> Answer(ReviewedAccess access, bool allowed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, "SelfSubjectAccessReview"u8);
            writer.WriteString("apiVersion"u8, "authorization.k8s.io/v1"u8);
            writer.WriteStartObject("metadata"u8);
            writer.WriteEndObject();
            access.WriteSpec(writer);
            writer.WriteStartObject("status"u8);
            writer.WriteBoolean("allowed"u8, allowed);
            // A refusal has no reason at the API server either; kubectl would print it.
            if (allowed) writer.WriteString("reason"u8, "RBAC: allowed by the roles held on this node, while the cloud cannot be reached"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
