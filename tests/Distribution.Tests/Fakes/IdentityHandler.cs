namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>Sends what <see cref="HeaderIdentity"/> reads.</summary>
internal sealed class IdentityHandler(string? node) : DelegatingHandler(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (node is not null) request.Headers.Add(HeaderIdentity.Header, node);
        return base.SendAsync(request, cancellationToken);
    }
}
