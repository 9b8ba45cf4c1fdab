using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Interest;

/// <summary>
/// Takes interests back: those that nobody has used for long, and those in a kind that the cluster no longer serves. The sync tells the
/// cloud, the cloud forgets the collection for this node, and with it its rows and watches go. While the cloud is away nothing is taken
/// back: what is held then could not be had again.
/// </summary>
internal sealed class InterestKeeper(
    ICollections collections, IObjectReader reader, IObjectWatcher watcher, IResourceCatalog catalog, CallerLimits limits, ILink link,
    IOptions<EdgeMetaServerOptions> options, TimeProvider time, ILogger<InterestKeeper> logger) : BackgroundService
{
    /// <summary>So many looks in the time after which an interest is idle.</summary>
    private const int Looks = 10;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WatchIdleAsync(stoppingToken), WatchDefinitionsAsync(stoppingToken));

    private async Task WatchIdleAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Value.WantedIdle / Looks, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) DropIdle();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private void DropIdle() => Try(() =>
    {
        var now = time.GetUtcNow();
        foreach (var interest in collections.Interests())
        {
            // A watch may be open for longer than an interest lives.
            if (limits.IsWatching(interest.Resource, interest.User)) collections.Want(interest.Resource, interest.User);
            else if (link.State.Connected && now - interest.LastUsed >= options.Value.WantedIdle)
            {
                collections.Release(interest.Resource, interest.User);
                Log.InterestIdle(logger, interest.Resource.ToString(), interest.User, now - interest.LastUsed);
            }
        }
    });

    private async Task WatchDefinitionsAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                using var watch = watcher.Watch(DocumentReader.Collection, reader.Latest(DocumentReader.Collection).Sequence);
                DropVanished();
                while (await watch.WaitToReadAsync(stopping))
                {
                    while (watch.TryRead(out _))
                    {
                    }
                    DropVanished();
                }
                // The documents were forgotten, or changed faster than they were looked at.
                await Task.Delay(TimeSpan.FromSeconds(1), time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private void DropVanished() => Try(() =>
    {
        if (!link.State.Connected || collections.Find(DocumentReader.Collection)?.Complete != CollectionScope.All) return;
        foreach (var interest in collections.Interests())
        {
            if (catalog.TryFind(interest.Resource, out _)) continue;
            collections.Release(interest.Resource, interest.User);
            Log.InterestVanished(logger, interest.Resource.ToString(), interest.User);
        }
    });

    /// <summary>What a disk that is full or does not answer keeps here for now goes when it can be looked at again.</summary>
    private void Try(Action drop)
    {
        try
        {
            drop();
        }
        catch (StoreException e)
        {
            Log.InterestsNotKept(logger, e.Message);
        }
    }
}
