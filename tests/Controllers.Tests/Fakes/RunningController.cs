using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Fakes;

/// <summary>A controller that is started and stopped by a test, without an election.</summary>
internal sealed class RunningController(IController controller) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public void Start() => _run = Task.Run(() => controller.RunAsync(_stop.Token));

    /// <summary>Stops it; fails where it has failed before, or goes on.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _run.WaitAsync(Limit, TimeProvider.System);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
