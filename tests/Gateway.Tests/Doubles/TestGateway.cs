using System.Net;
using System.Security.Claims;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Gateway.Tests.Doubles;

/// <summary>The room on a real port, in front of an <see cref="Upstream"/>; every caller is a node unless the test says otherwise.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestGateway(WebApplication app, Upstream upstream)
    {
        _app = app;
        Upstream = upstream;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(20) };
        Http.DefaultRequestHeaders.Add("Authorization", "Bearer caller");
    }

    public Upstream Upstream { get; }

    public HttpClient Http { get; }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<TestGateway> StartAsync(RequestDelegate upstream, bool node = true, TimeSpan? activityTimeout = null, bool tls = false, bool http2 = false)
    {
        var server = await Upstream.StartAsync(upstream, tls);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IClusterConnection>(server);
        builder.Services.AddGateway(options => options.ActivityTimeout = activityTimeout ?? options.ActivityTimeout);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (http2) listen.Protocols = HttpProtocols.Http2;
        }));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (node) context.User = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "system:node:hz-1"), new(ClaimTypes.Role, "system:nodes")], "test"));
            return next(context);
        });
        app.MapGateway();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var gateway = new TestGateway(app, server);
        if (http2) (gateway.Http.DefaultRequestVersion, gateway.Http.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        return gateway;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
