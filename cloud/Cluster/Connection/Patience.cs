namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>A time-out that starts anew with every sign of life, and knows itself from the caller's cancellation.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _expiry;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private TimeSpan _limit;

    public Patience(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        (_limit, _caller) = (limit, caller);
        _expiry = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_expiry.Token, caller);
    }

    /// <summary>Pass this to whatever is waited for.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether a cancellation was our own doing.</summary>
    public bool Expired => _expiry.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Something was heard: the limit counts from now, and is another one where given.</summary>
    public void Heard(TimeSpan? limit = null) => _expiry.CancelAfter(_limit = limit ?? _limit);

    public TimeoutException ToException(string waitedFor) => new($"{waitedFor}: nothing heard for {_limit}");

    public void Dispose()
    {
        _either.Dispose();
        _expiry.Dispose();
    }
}
