using System.Security.Claims;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>Finds out once a connection whose it is, and ends what is open when that no longer counts.</summary>
internal sealed class NodeConnections(INodeCertificates certificates, MemberProof members, MemberBook book, TimeProvider time, ILogger<NodeConnections> log)
{
    /// <summary>So long a stream has to tell its edge why it ends.</summary>
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    private static readonly object s_key = new();

    /// <summary>
    /// <list type="number">
    /// <item>Without a certificate the peer is nobody.</item>
    /// <item>What is known of the connection and still counts is taken as it is.</item>
    /// <item>Else the certificate must come from our CA, and be one of those that its node has now.</item>
    /// <item>The request ends when it stops to count. A gRPC call says why to its edge, and is left to the one that serves it.</item>
    /// </list>
    /// </summary>
    public async Task IdentifyAsync(HttpContext context, RequestDelegate next)
    {
        // 1
        if (context.Connection.ClientCertificate is not { } certificate)
        {
            await next(context);
            return;
        }

        // 2 and 3
        NodeProof proof;
        try
        {
            proof = Known(context) ?? await ProveAsync(context, certificate);
        }
        catch (ClusterUnavailableException e)
        {
            log.ProofNotAvailable(e.Message);
            await RefuseForNowAsync(context);
            return;
        }
        context.Features.Set(proof);
        if (proof.Node is not { } node)
        {
            await next(context);
            return;
        }

        // 4
        context.User = Principal(node);
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true)
        {
            await next(context);
            return;
        }
        await using var ending = proof.Ended.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        await next(context);
    }

    private static NodeProof? Known(HttpContext context)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return null;
        lock (items)
        {
            return items.TryGetValue(s_key, out var known) && known is NodeProof { Ended.IsCancellationRequested: false } proof ? proof : null;
        }
    }

    private async Task<NodeProof> ProveAsync(HttpContext context, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        if (!certificates.TryIdentify(certificate, out var node, out var refusal)) return new NodeProof(null, refusal, default);
        if (await members.FindAsync(node, MemberCertificate.FingerprintOf(certificate), context.RequestAborted) is not { } ended)
        {
            refusal = book.Explain(node);
            log.CertificateDoesNotCount(refusal);
            return new NodeProof(null, refusal, default);
        }

        var proof = new NodeProof(node, null, ended);
        if (context.Features.Get<IConnectionItemsFeature>()?.Items is { } items)
        {
            lock (items)
            {
                if (!items.TryAdd(s_key, proof)) return proof;
            }
            EndWith(proof, context);
        }
        return proof;
    }

    /// <summary>The connection goes with the proof.</summary>
    private void EndWith(NodeProof proof, HttpContext context)
    {
        if (context.Features.Get<IConnectionLifetimeFeature>() is not { } connection) return;
        var registration = proof.Ended.UnsafeRegister(_ => _ = AbortSoonAsync(connection), null);
        connection.ConnectionClosed.UnsafeRegister(_ => registration.Unregister(), null);
    }

    private async Task AbortSoonAsync(IConnectionLifetimeFeature connection)
    {
        await Task.Delay(s_lastWords, time, CancellationToken.None);
        connection.Abort();
    }

    private static async Task RefuseForNowAsync(HttpContext context)
    {
        var status = KubernetesStatus.ServiceUnavailable("the cloud cannot ask the API server now whether this node's certificate counts", retryAfterSeconds: 1);
        context.Response.StatusCode = status.Code;
        context.Response.ContentType = "application/json";
        context.Response.Headers.RetryAfter = "1";
        await context.Response.Body.WriteAsync(status.ToUtf8(), context.RequestAborted);
    }

    private static ClaimsPrincipal Principal(string node) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, NodeSubject.UserPrefix + node), new Claim(ClaimTypes.Role, NodeSubject.Group)], NodeIdentity.AuthenticationType));
}
