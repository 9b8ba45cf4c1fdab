namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>
/// How long it is waited between two questions. Pauses are measured by the timestamps of <paramref name="time"/>, which nobody sets: a wall clock
/// that is put right, by years perhaps, neither ends a pause nor makes it last. Used by one caller at a time.
/// </summary>
/// <param name="time">Measures the pauses.</param>
/// <param name="random">Spreads a fleet.</param>
internal sealed class RenewalPace(TimeProvider time, Random random)
{
    /// <summary>The first pause after a failure.</summary>
    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause after failures.</summary>
    private static readonly TimeSpan _longestAfterFailure = TimeSpan.FromMinutes(5);

    /// <summary>The shortest pause where the reason to ask remains: of a certificate that is due although it has just been renewed, the node's clock is far ahead.</summary>
    private static readonly TimeSpan _afterVainSuccess = TimeSpan.FromMinutes(1);

    /// <summary>The regular pause, and the longest of all.</summary>
    private static readonly TimeSpan _regular = TimeSpan.FromHours(2);

    private long? _since;
    private TimeSpan _pause;
    private TimeSpan _pauseWhenDue;
    private int _failures;
    private int _vainSuccesses;

    /// <summary>Whether the cloud may be asked now.</summary>
    /// <param name="changed">A fact is another than it was when the cloud answered last.</param>
    /// <param name="due">There is a reason to ask that an answer should take away: a certificate is due by its age, or the cloud's CAs are others.</param>
    public bool Allows(bool changed, bool due)
    {
        if (_since is not { } since) return true;
        var waited = time.GetElapsedTime(since);
        return waited >= _pause || (_failures == 0 && (changed || (due && waited >= _pauseWhenDue)));
    }

    /// <summary>The cloud has answered.</summary>
    /// <param name="stillDue">The reason is there nevertheless.</param>
    public void Succeeded(bool stillDue)
    {
        (_since, _failures) = (time.GetTimestamp(), 0);
        _pause = _regular * (0.8 + 0.4 * random.NextDouble());
        _vainSuccesses = stillDue ? _vainSuccesses + 1 : 0;
        _pauseWhenDue = stillDue ? Grown(_afterVainSuccess, _vainSuccesses - 1, _regular) : TimeSpan.Zero;
    }

    /// <summary>The cloud has refused, or could not be reached.</summary>
    public void Failed()
    {
        _since = time.GetTimestamp();
        _pause = Grown(_afterFailure, _failures++, _longestAfterFailure) * (0.5 + 0.5 * random.NextDouble());
    }

    private static TimeSpan Grown(TimeSpan first, int times, TimeSpan longest)
    {
        var grown = first * Math.Pow(2, Math.Min(times, 10));
        return grown < longest ? grown : longest;
    }
}
