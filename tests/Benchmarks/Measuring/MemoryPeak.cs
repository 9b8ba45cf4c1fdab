namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>Looks at a process's memory every 50 ms and keeps the most that it saw.</summary>
internal sealed class MemoryPeak : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;

    public MemoryPeak(int processId, TimeProvider time)
    {
        Start = Most = ProcessMemory.Of(processId);
        _looking = LookAsync(processId, time);
    }

    public ProcessMemory Start { get; }

    public ProcessMemory Most { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync(int processId, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var now = ProcessMemory.Of(processId);
                Most = new ProcessMemory(Math.Max(Most.Resident, now.Resident), Math.Max(Most.Private, now.Private));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // As it was told to.
        }
    }
}
