namespace KubeEdge.EdgeMesh.Host.Tests.Outage;

/// <summary>
/// A clock that goes as true time does, and can be put forward by days: as on a machine that slept, every timer that was due goes off then, and a periodic one once.
/// </summary>
internal sealed class RunningClock : TimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private readonly ITimer _pump;
    private DateTimeOffset _now;
    private long _pumped;

    public RunningClock(DateTimeOffset start)
    {
        _now = start;
        _pumped = System.GetTimestamp();
        var tick = TimeSpan.FromMilliseconds(20);
        _pump = System.CreateTimer(_ => Pump(), null, tick, tick);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Advance(TimeSpan by)
    {
        List<Alarm> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _alarms.Where(alarm => alarm.Due <= _now).OrderBy(alarm => alarm.Due)];
            foreach (var alarm in due)
            {
                if (alarm.Period > TimeSpan.Zero) alarm.Due = _now + alarm.Period;
                else _alarms.Remove(alarm);
            }
        }
        foreach (var alarm in due) alarm.GoOff();
    }

    public void Dispose() => _pump.Dispose();

    private void Pump()
    {
        var now = System.GetTimestamp();
        Advance(System.GetElapsedTime(Interlocked.Exchange(ref _pumped, now), now));
    }

    private sealed class Alarm(RunningClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
                if (dueTime < TimeSpan.Zero) return true;
                (Due, Period) = (clock._now + dueTime, period);
                clock._alarms.Add(this);
            }
            return true;
        }

        public void GoOff() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
