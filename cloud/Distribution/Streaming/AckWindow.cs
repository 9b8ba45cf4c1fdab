using System.Threading.Channels;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Numbers batches and counts the bytes that are under way. One sender waits for room; the receiver tells what was acknowledged.</summary>
internal sealed class AckWindow(int windowBytes, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<Sent> _underWay = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _last;
    private long _bytes;

    /// <summary>Completes at the next acknowledgement.</summary>
    public Task NextAcknowledgement
    {
        get { lock (_gate) return _acknowledged.Task; }
    }

    /// <summary>How long the oldest batch has been under way.</summary>
    public TimeSpan Oldest
    {
        get { lock (_gate) return _underWay.TryPeek(out var oldest) ? time.GetElapsedTime(oldest.At) : TimeSpan.Zero; }
    }

    /// <summary>Numbers the next batch.</summary>
    public ulong Send(int bytes)
    {
        lock (_gate)
        {
            _underWay.Enqueue(new Sent(++_last, bytes, time.GetTimestamp()));
            _bytes += bytes;
            return _last;
        }
    }

    /// <summary>False for a batch that was never sent.</summary>
    public bool TryAcknowledge(ulong batch)
    {
        lock (_gate)
        {
            if (batch > _last) return false;
            while (_underWay.TryPeek(out var oldest) && oldest.Batch <= batch)
            {
                _underWay.Dequeue();
                _bytes -= oldest.Bytes;
            }
            _acknowledged.TrySetResult();
            _acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        _signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Completes when another batch may be sent; one is always allowed.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_underWay.Count == 0 || _bytes < windowBytes) return;
            }
            await _signal.Reader.ReadAsync(cancellationToken);
        }
    }

    private readonly record struct Sent(ulong Batch, int Bytes, long At);
}
