using System.Diagnostics.Metrics;
using System.Net;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Distribution;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>A replica of the cloud: the real room, served by Kestrel over HTTP/2 on a free port of the loopback.</summary>
internal sealed class CloudServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _counts = [];

    private CloudServer(WebApplication app) => _app = app;

    public FakeAuthorizer Authorizer { get; private init; } = null!;

    public HeaderIdentity Identity { get; private init; } = null!;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<CloudServer> StartAsync(FakeCluster cluster, Action<DistributionOptions>? configure = null, int port = 0)
    {
        var authorizer = new FakeAuthorizer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<IInformers>(cluster);
        builder.Services.AddSingleton<IInterestAuthorizer>(authorizer);
        var identity = new HeaderIdentity();
        builder.Services.AddSingleton<INodeIdentity>(identity);
        builder.Services.AddDistribution(configure);
        var app = builder.Build();
        app.MapEdgeSync();
        var server = new CloudServer(app) { Authorizer = authorizer, Identity = identity };
        server.Listen(app.Services.GetRequiredService<IMeterFactory>());
        await app.StartAsync();
        return server;
    }

    /// <summary>What one of the room's counters has come to.</summary>
    public long Count(string instrument)
    {
        lock (_counts) return _counts.GetValueOrDefault("edgemesh.distribution." + instrument);
    }

    /// <summary>
    /// What a host does first when it is asked to stop. The server itself closes its connections after that, and may close one before the last words of a
    /// stream are out: an edge takes that as the same.
    /// </summary>
    public void BeginToStop() => _app.Lifetime.StopApplication();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private void Listen(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            lock (_counts) _counts[instrument.Name] = _counts.GetValueOrDefault(instrument.Name) + value;
        });
        _listener.Start();
    }
}
