using KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>
/// Runs every controller for as long as this process leads, and none when it does not. It begins when the process has wholly started: one that cannot
/// bind its ports has no business leading.
/// </summary>
internal sealed class ControllerHost(
    IEnumerable<IController> controllers, Election election, IOptions<LeadershipOptions> options, ControllerMetrics metrics, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<ControllerHost> logger) : BackgroundService
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var whenStopping = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        await started.Task;
        await (options.Value.Enabled ? election.RunAsync(LeadAsync, stoppingToken) : LeadAsync(stoppingToken));
    }

    private async Task LeadAsync(CancellationToken term)
    {
        metrics.SetLeading(true);
        try
        {
            await Task.WhenAll(controllers.Select(controller => Task.Run(() => KeepRunningAsync(controller, term), CancellationToken.None)));
        }
        finally
        {
            metrics.SetLeading(false);
        }
    }

    private async Task KeepRunningAsync(IController controller, CancellationToken term)
    {
        for (var pause = MinPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                await controller.RunAsync(term);
                if (term.IsCancellationRequested)
                    return;
                Log.ControllerEnded(logger, controller.Name, pause);
            }
            catch (OperationCanceledException) when (term.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A controller that fails must stop neither the others nor the process; it is logged as an error and run anew.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.ControllerFailed(logger, e, controller.Name, pause);
            }

            try
            {
                await Task.Delay(pause, time, term);
            }
            catch (OperationCanceledException) when (term.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
