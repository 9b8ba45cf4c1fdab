using System.Threading.Channels;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>
/// A queue that holds each item at most once, so that it is bounded by what exists: whoever takes an item looks at the state as it is then.
/// </summary>
internal sealed class WorkSet<T> where T : notnull
{
    private readonly Lock _turn = new();
    private readonly HashSet<T> _waiting = [];
    private readonly Queue<T> _order = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(T item)
    {
        lock (_turn)
        {
            if (!_waiting.Add(item)) return;
            _order.Enqueue(item);
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Waits for an item.</summary>
    public async ValueTask<T> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_turn)
            {
                if (_order.TryDequeue(out var item))
                {
                    _waiting.Remove(item);
                    return item;
                }
            }
            await _signal.Reader.ReadAsync(cancellationToken);
        }
    }
}
