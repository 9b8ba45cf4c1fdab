namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>Cancels when nothing was heard for a while.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly CancellationTokenSource _source;

    public SilenceWatch(TimeSpan limit, TimeProvider time) => _source = new CancellationTokenSource(Limit = limit, time);

    public CancellationToken Token => _source.Token;

    public TimeSpan Limit { get; private set; }

    public bool Expired => _source.IsCancellationRequested;

    /// <summary>Something was heard: the watch begins anew.</summary>
    public void Restart(TimeSpan limit) => _source.CancelAfter(Limit = limit);

    public void Dispose() => _source.Dispose();
}
