using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>Plays the client certificate.</summary>
internal sealed class HeaderIdentity : INodeIdentity, IDisposable
{
    public const string Header = "test-node";
    private readonly CancellationTokenSource _ended = new();

    /// <summary>From now on nobody's certificate counts.</summary>
    public void Revoke() => _ended.Cancel();

    public bool TryFind(HttpContext context, [NotNullWhen(true)] out string? node, out CancellationToken ended, out string? refusal)
    {
        (node, ended, refusal) = (context.Request.Headers[Header].SingleOrDefault(), _ended.Token, _ended.IsCancellationRequested ? "it was revoked" : null);
        return node is not null && refusal is null;
    }

    public void Dispose() => _ended.Dispose();
}
