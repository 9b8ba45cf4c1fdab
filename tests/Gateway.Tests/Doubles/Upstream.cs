using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Gateway.Tests.Doubles;

/// <summary>An API server on a real port that does what a test says.</summary>
internal sealed class Upstream : IClusterConnection, IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = MakeCertificate();
    private readonly WebApplication _app;

    private Upstream(WebApplication app) => _app = app;

    public Uri BaseAddress => new(_app.Urls.Single() + "/");

    public HttpClient Http => throw new NotSupportedException();

    public IKubernetes Client => throw new NotSupportedException();

    /// <param name="handle">Answers.</param>
    /// <param name="tls">With TLS, as a real one, so that HTTP/2 is agreed on; without it there is HTTP/1.1 only.</param>
    public static async Task<Upstream> StartAsync(RequestDelegate handle, bool tls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (tls) listen.UseHttps(Certificate);
        }));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(handle);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Upstream(app);
    }

    public HttpMessageHandler CreateAnonymousHandler() => new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => Certificate.Equals(certificate) },
    };

    public HttpMessageHandler CreateHandler() => new Ours { InnerHandler = CreateAnonymousHandler() };

    public Task<string> GetIdentityAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Adds the cloud's own credential.</summary>
    private sealed class Ours : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer cloud");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
