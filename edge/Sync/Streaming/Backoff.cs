namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>Exponential, with full jitter: a fleet whose cloud restarts comes back spread out.</summary>
internal sealed class Backoff(SyncOptions options, Random random)
{
    private const int MaxDoublings = 30;
    private int _failures;

    /// <summary>How long to wait after a stream that was up for so long.</summary>
    public TimeSpan Next(TimeSpan uptime)
    {
        if (uptime >= options.StableAfter) _failures = 0;
        var ceiling = Math.Min(options.MaxBackoff.TotalMilliseconds, options.MinBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, MaxDoublings)));
        return TimeSpan.FromMilliseconds(random.NextDouble() * ceiling);
    }

    /// <summary>How long to wait after a refusal that only a person can mend: about the longest wait, spread.</summary>
    public TimeSpan NextAfterRefusal() => options.MaxBackoff * (0.5 + (random.NextDouble() / 2));
}
