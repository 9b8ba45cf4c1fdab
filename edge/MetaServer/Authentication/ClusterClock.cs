using KubeEdge.EdgeMesh.Edge.Store.Link;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// The time by which credentials are judged, on machines whose clock may be wrong: many have none that runs while they are off. The cluster's
/// own time, which its answers to our own questions tell, wins over a local clock that is more than a minute off; before it has told any it is never
/// earlier than when the cloud was last heard. Between, time goes by the machine's monotonic clock.
/// </summary>
internal sealed class ClusterClock : TimeProvider
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _time;
    private volatile Anchor _anchor;

    public ClusterClock(TimeProvider time, ILink link)
    {
        _time = time;
        _anchor = new Anchor(link.State.LastContact ?? DateTimeOffset.MinValue, time.GetTimestamp(), IsTold: false);
    }

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    public override DateTimeOffset GetUtcNow()
    {
        var (local, anchor) = (_time.GetUtcNow(), _anchor);
        var known = anchor.Time + _time.GetElapsedTime(anchor.Timestamp);
        if (anchor.IsTold) return (local - known).Duration() <= Tolerance ? local : known;
        return local < known ? known : local;
    }

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _time.CreateTimer(callback, state, dueTime, period);

    /// <summary>The cluster says what time it is. Only an answer of its own may: what is passed through may come from a pod, by proxy, with any date on it.</summary>
    public void Told(DateTimeOffset? now)
    {
        if (now is { } time) _anchor = new Anchor(time, _time.GetTimestamp(), IsTold: true);
    }

    private sealed record Anchor(DateTimeOffset Time, long Timestamp, bool IsTold);
}
