namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>
/// Keeps a storm of Events from being a storm of writes: the same words about the same object are counted, not written again, and each object
/// has a budget of Events that refills slowly. Of one thread; bounded, since it forgets what has been quiet for a while.
/// </summary>
internal sealed class EventLedger(Random random)
{
    /// <summary>How many different Events an object may get at once.</summary>
    public const int Burst = 25;

    /// <summary>How often an object's budget grows by one.</summary>
    public static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);

    /// <summary>What has not happened for so long makes a new Event when it happens again.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(6);

    /// <summary>How often a count is written.</summary>
    public static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(1);

    private const int MaxHeld = 4096;

    private readonly Dictionary<EventNote, EventSeries> _series = [];
    private readonly Dictionary<ObjectReference, (double Tokens, DateTimeOffset At)> _budgets = [];

    /// <summary>Takes note.</summary>
    /// <returns>What has to be made; null where it is counted only, or the object has had its share.</returns>
    public EventSeries? Take(EventNote note, DateTimeOffset now, out bool limited)
    {
        limited = false;
        if (_series.TryGetValue(note, out var known) && now - known.LastSeen < Quiet)
        {
            known.Happened(now);
            return null;
        }

        if (_series.Count >= MaxHeld || !Spend(note.Regarding, now))
        {
            limited = true;
            return null;
        }

        // The name of an Event must be a DNS name, at most 253 characters, and ends with a dot and 16 digits.
        var about = note.Regarding.Name.Length <= 230 ? note.Regarding.Name : note.Regarding.Name[..230].TrimEnd('.', '-');
        return _series[note] = new EventSeries(note, $"{about}.{random.NextInt64():x16}", now);
    }

    /// <summary>The counts that are to be written now.</summary>
    public IReadOnlyList<EventSeries> Due(DateTimeOffset now, bool all = false) =>
        [.. _series.Values.Where(series => series.IsBehind && (all || now - series.LastWritten >= CountEvery))];

    /// <summary>It is not there any more, or never was: the next time it is made anew.</summary>
    public void Forget(EventSeries series) => _series.Remove(series.Note);

    /// <summary>Forgets what has been quiet.</summary>
    public void Tidy(DateTimeOffset now)
    {
        foreach (var series in _series.Values.Where(series => !series.IsBehind && now - series.LastSeen >= Quiet).ToList())
            _series.Remove(series.Note);
        foreach (var (about, _) in _budgets.Where(budget => Tokens(budget.Value, now) >= Burst).ToList())
            _budgets.Remove(about);
    }

    private static double Tokens((double Tokens, DateTimeOffset At) budget, DateTimeOffset now) => Math.Min(Burst, budget.Tokens + (now - budget.At) / Refill);

    private bool Spend(ObjectReference about, DateTimeOffset now)
    {
        var tokens = _budgets.TryGetValue(about, out var budget) ? Tokens(budget, now) : Burst;
        if (tokens < 1)
            return false;

        _budgets[about] = (tokens - 1, now);
        return true;
    }
}
