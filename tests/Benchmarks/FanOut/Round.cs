namespace KubeEdge.EdgeMesh.Tests.Benchmarks.FanOut;

/// <summary>One change on its way to every node.</summary>
internal sealed class Round(int nodes, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _finished = new();
    private string _slice = "";
    private int _port;
    private int _missing;
    private long _start;

    /// <summary>From the change to the first node that has it.</summary>
    public TimeSpan First { get; private set; }

    /// <summary>From the change to the last node that has it.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>Starts the clock; completes when every node has the slice with this port.</summary>
    public Task Begin(string slice, int port)
    {
        lock (_lock)
        {
            (_slice, _port, _missing) = (slice, port, nodes);
            _finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _start = time.GetTimestamp();
            return _finished.Task;
        }
    }

    public void Arrived(string slice, int port)
    {
        lock (_lock)
        {
            if (slice != _slice || port != _port) return;
            Last = time.GetElapsedTime(_start);
            if (_missing == nodes) First = Last;
            if (--_missing == 0) _finished.TrySetResult();
        }
    }
}
