using System.Net;
using k8s.Authentication;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>Adds our credential to each request (a token may have been renewed since the last), and asks for HTTP/2 where TLS offers it.</summary>
internal sealed class CredentialHandler(HttpMessageHandler inner, ServiceClientCredentials? credentials, bool http2) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (http2)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        if (credentials is not null)
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
