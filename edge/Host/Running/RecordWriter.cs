using System.IO.Pipelines;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>Asks another writer for buffers that hold a whole TLS record, and fills one before it asks for the next.</summary>
/// <param name="inner">The other writer.</param>
internal sealed class RecordWriter(PipeWriter inner) : PipeWriter
{
    /// <summary>RFC 8446, 5.1: the most that a record carries.</summary>
    private const int Record = 16 * 1024;

    /// <summary>What is left of the buffer that was handed out last.</summary>
    private int _left;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var memory = inner.GetMemory(Wanted(sizeHint));
        _left = memory.Length;
        return memory;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        var span = inner.GetSpan(Wanted(sizeHint));
        _left = span.Length;
        return span;
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        inner.Advance(bytes);
        _left -= bytes;
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _left = 0;
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    /// <summary>More than is left makes the other writer begin another buffer.</summary>
    private int Wanted(int sizeHint) => sizeHint <= _left && _left > 0 ? sizeHint : Math.Max(sizeHint, Record);
}
