namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <summary>Exponential backoff with full jitter: many that failed together do not come back together.</summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max, TimeProvider time, Random random)
{
    private int _failures;

    /// <summary>Call after a success.</summary>
    public void Reset() => _failures = 0;

    /// <summary>A random wait up to the doubled limit, but no shorter than the server asked for.</summary>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        var limit = Math.Min(max.TotalMilliseconds, min.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 30)));
        double share;
        lock (random)
            share = random.NextDouble();
        var wait = TimeSpan.FromMilliseconds(limit * share);
        return atLeast > wait ? atLeast.Value : wait;
    }

    /// <summary>Waits as <see cref="Next"/> says.</summary>
    public Task WaitAsync(TimeSpan? atLeast, CancellationToken cancellationToken) => Task.Delay(Next(atLeast), time, cancellationToken);
}
