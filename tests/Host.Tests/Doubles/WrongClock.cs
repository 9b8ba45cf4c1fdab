using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>A machine whose wall clock is wrong, and may be put right or worse; timestamps and timers go on as true time does.</summary>
internal sealed class WrongClock(FakeTimeProvider trueTime) : TimeProvider
{
    /// <summary>How far the wall clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => trueTime.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => trueTime.GetUtcNow() + Ahead;

    public override long GetTimestamp() => trueTime.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => trueTime.CreateTimer(callback, state, dueTime, period);
}
