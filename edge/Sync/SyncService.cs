using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Edge.Sync.Applying;
using KubeEdge.EdgeMesh.Edge.Sync.Interests;
using KubeEdge.EdgeMesh.Edge.Sync.Streaming;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>Keeps a stream to the cloud up, for as long as the host runs.</summary>
internal sealed class SyncService(
    ICloudEndpoint endpoint, IObjectWriter store, ICollections collections, ILink link, IProgress progress, IEnumerable<IRefusalHandler> refusalHandlers,
    IOptions<SyncOptions> options, StreamMeter meter, TimeProvider time, ILogger<SyncService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What follows blocks on the store: not on the host's start.
        await Task.Yield();
        var holdings = new Holdings(store, collections);
        var backoff = new Backoff(options.Value, new Random(options.Value.Seed ?? holdings.Instance().GetHashCode(StringComparison.Ordinal)));
        var interests = new InterestTeller(collections, options.Value, time, logger);
        var stream = new SyncStream(endpoint, holdings, new BatchApplier(store), interests, new ProgressTeller(progress), link, options.Value, meter, time, logger);
        var everConnected = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var end = await stream.RunAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested) return;
            link.Disconnected(end.Problem, refused: end.Refusal is not null);
            if (end.Again) continue;

            everConnected |= end.Uptime > TimeSpan.Zero;
            if (end.Refusal is { } kind)
            {
                Log.Refused(logger, end.Problem);
                foreach (var handler in refusalHandlers) handler.Refused(new Refusal(kind, end.Problem, everConnected));
            }
            else
            {
                Log.Disconnected(logger, end.Problem);
            }
            await WaitAsync(end.Refusal is null ? backoff.Next(end.Uptime) : backoff.NextAfterRefusal(), stoppingToken);
        }
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(delay, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
