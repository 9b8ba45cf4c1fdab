using System.Net;
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
    private readonly WebApplication _app;

    private Upstream(WebApplication app) => _app = app;

    public Uri BaseAddress => new(_app.Urls.Single() + "/");

    public HttpClient Http => throw new NotSupportedException();

    public IKubernetes Client => throw new NotSupportedException();

    public static async Task<Upstream> StartAsync(RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(handle);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Upstream(app);
    }

    public HttpMessageHandler CreateAnonymousHandler() => new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false };

    public Task<string> GetIdentityAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
