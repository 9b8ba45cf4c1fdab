using System.Net;
using k8s.Authentication;
using k8s.Exceptions;

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

        await SignAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    private async Task SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (credentials is null)
            return;

        try
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is KubeConfigException or KubernetesClientException or IOException or InvalidOperationException)
        {
            // A token file that is being replaced, a credential plug-in that fails: the request was not made, and may be made again.
            throw new HttpRequestException($"no credential for the API server: {e.Message}", e);
        }
    }
}
