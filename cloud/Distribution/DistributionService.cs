using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution;

/// <summary>Follows the cluster for as long as the host runs, and keeps time for all sessions.</summary>
internal sealed class DistributionService(
    ClusterView view, SessionRegistry registry, DistributionMetrics metrics, IOptions<DistributionOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Queued = () => view.Queued;
        var following = view.Follow();
        using var ticks = new PeriodicTimer(options.Value.ProgressInterval, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                view.TellProgress();
                registry.Tick();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            foreach (var subscription in following) subscription.Dispose();
        }
    }
}
