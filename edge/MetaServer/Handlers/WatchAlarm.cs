using System.Threading.Tasks.Sources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>
/// Lets one reader wait for several causes at once (a change, a timer, a shutdown) without an allocation for each wait: thousands of
/// watches wait most of the time. Rung while nobody waits, it lets the next wait pass.
/// </summary>
internal sealed class WatchAlarm : IValueTaskSource
{
    private const int Quiet = 0;
    private const int Waiting = 1;
    private const int Rung = 2;

    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes the reader. Any thread.</summary>
    public void Ring()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == Rung) return;
            var next = state == Waiting ? Quiet : Rung;
            if (Interlocked.CompareExchange(ref _state, next, state) != state) continue;
            if (state == Waiting) _source.SetResult(true);
            return;
        }
    }

    /// <summary>Completes at the next ring. One wait at a time.</summary>
    public ValueTask WaitAsync()
    {
        _source.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Quiet) == Quiet) return new ValueTask(this, _source.Version);
        Volatile.Write(ref _state, Quiet);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
