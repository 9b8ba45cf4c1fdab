using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution;

/// <summary>Follows the cluster for as long as the host runs, and keeps time for all sessions.</summary>
internal sealed class DistributionService(
    ClusterView view, SessionRegistry registry, IPodAuthorities podAuthorities, DistributionMetrics metrics, IOptions<DistributionOptions> options, TimeProvider time) : BackgroundService
{
    private int _authoritiesChanged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Queued = () => view.Queued;
        podAuthorities.Changed += OnAuthoritiesChanged;
        var following = view.Follow().ToList();
        IDisposable? again = null;
        using var ticks = new PeriodicTimer(options.Value.ProgressInterval, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                // What is told twice changes nothing.
                if (Interlocked.Exchange(ref _authoritiesChanged, 0) == 1)
                {
                    var former = again;
                    again = view.Follow(Collections.ConfigMaps);
                    former?.Dispose();
                }
                view.TellProgress();
                registry.Tick();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            podAuthorities.Changed -= OnAuthoritiesChanged;
            again?.Dispose();
            foreach (var subscription in following) subscription.Dispose();
        }
    }

    private void OnAuthoritiesChanged() => Interlocked.Exchange(ref _authoritiesChanged, 1);
}
