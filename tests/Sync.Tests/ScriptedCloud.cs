using System.Net;
using Grpc.Core;
using KubeEdge.EdgeMesh.Proto.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Sync.Tests;

/// <summary>A cloud that does what a test tells it, right or wrong.</summary>
internal sealed class ScriptedCloud : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedCloud(WebApplication app) => _app = app;

    public static CloudMessage Welcome => new() { Welcome = new Welcome { Protocol = 1, Version = "test", Cluster = "cluster" } };

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<ScriptedCloud> StartAsync(Func<IAsyncStreamReader<EdgeMessage>, IServerStreamWriter<CloudMessage>, CancellationToken, Task> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(script));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new ScriptedCloud(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal sealed class Service(Func<IAsyncStreamReader<EdgeMessage>, IServerStreamWriter<CloudMessage>, CancellationToken, Task> script) : EdgeSync.EdgeSyncBase
    {
        public override Task Sync(IAsyncStreamReader<EdgeMessage> requestStream, IServerStreamWriter<CloudMessage> responseStream, ServerCallContext context) =>
            script(requestStream, responseStream, context.CancellationToken);
    }
}
