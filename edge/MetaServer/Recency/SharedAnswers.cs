namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// Lets those who ask the same at the same time share one answer. Whoever comes while a question is under way cannot use its answer, which
/// may be of a moment before he came: all who come meanwhile share the next one.
/// </summary>
/// <remarks>
/// The next question waits until those who shared the answer before it have what they came for, within bounds: they are the ones who ask again, and a
/// question that they share costs the cluster and this node as much as one asked for the first of them. Whoever asks alone never waits.
/// </remarks>
/// <param name="time">Measures how long an answer takes.</param>
internal sealed class SharedAnswers<TKey, TAnswer>(TimeProvider time) where TKey : notnull
{
    /// <summary>So many times as long as it took to get an answer may those who share it take to be served, before somebody waits no longer for them.</summary>
    private const int Rests = 4;

    /// <summary>Whoever was served last needs a moment to ask again: this part of what it took to get an answer.</summary>
    private const int Moments = 16;

    /// <summary>A timer is no more exact.</summary>
    private static readonly TimeSpan ShortestMoment = TimeSpan.FromMilliseconds(1);

    /// <summary>Nobody waits longer for others, however slow the cluster is.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Series> _series = [];

    /// <summary>How many questions are asked or remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _series.Count;
        }
    }

    /// <summary>An answer to a question that is asked from now on. It is to be disposed of when whoever asked has been served, or asks again.</summary>
    /// <param name="key">The question.</param>
    /// <param name="ask">Asks it, for whoever shares the answer: bounded in time, and not ended with the one who began.</param>
    public SharedAnswer<TAnswer> Ask(TKey key, Func<Task<TAnswer>> ask)
    {
        lock (_gate)
        {
            Round round;
            if (_series.TryGetValue(key, out var series)) round = series.Next ??= Begin(key, series, new Round(), ask);
            else _series[key] = series = new Series { Last = round = Begin(key, null, new Round(), ask) };
            round.Sharers++;
            round.WasShared |= round.Sharers > 1;
            return new SharedAnswer<TAnswer>(round.Answer, () => Leave(key, round));
        }
    }

    private Round Begin(TKey key, Series? after, Round round, Func<Task<TAnswer>> ask)
    {
        round.Answer = RunAsync(key, after, round, ask);
        return round;
    }

    private async Task<TAnswer> RunAsync(TKey key, Series? after, Round round, Func<Task<TAnswer>> ask)
    {
        await Task.Yield(); // Out of the lock.
        if (after is not null)
        {
            await RestAsync(after.Last);
            lock (_gate) (after.Last, after.Next) = (round, null);
        }
        var start = time.GetTimestamp();
        try
        {
            var answer = await ask();
            round.Took = time.GetElapsedTime(start);
            return answer;
        }
        finally
        {
            lock (_gate)
            {
                round.HasEnded = true;
                ForgetIdle(key, round);
            }
        }
    }

    private async Task RestAsync(Round last)
    {
        await ((Task)last.Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task served;
        lock (_gate)
        {
            if (last.Sharers == 0) return;
            served = (last.Served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
        var start = time.GetTimestamp();
        var longest = Rests * last.Took < LongestRest ? Rests * last.Took : LongestRest;
        using var rest = new CancellationTokenSource(longest, time);
        await served.WaitAsync(rest.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!last.WasShared) return;
        var (moment, left) = (last.Took / Moments, longest - time.GetElapsedTime(start));
        if (moment > left) moment = left;
        if (moment >= ShortestMoment) await Task.Delay(moment, time);
    }

    private void Leave(TKey key, Round round)
    {
        lock (_gate)
        {
            if (--round.Sharers > 0) return;
            round.Served?.TrySetResult();
            ForgetIdle(key, round);
        }
    }

    private void ForgetIdle(TKey key, Round round)
    {
        if (round is { HasEnded: true, Sharers: 0 } && _series.TryGetValue(key, out var series) && series.Last == round && series.Next is null) _series.Remove(key);
    }

    private sealed class Series
    {
        /// <summary>The one that was begun last.</summary>
        public required Round Last { get; set; }

        /// <summary>The one that has not begun: whoever asks now shares it.</summary>
        public Round? Next { get; set; }
    }

    private sealed class Round
    {
        public Task<TAnswer> Answer { get; set; } = null!;

        public int Sharers { get; set; }

        /// <summary>None where there was no answer: nobody is served.</summary>
        public TimeSpan Took { get; set; }

        public bool HasEnded { get; set; }

        /// <summary>Whether it was ever more than one.</summary>
        public bool WasShared { get; set; }

        /// <summary>Completed when nobody shares the answer any more; null where nobody waits for that.</summary>
        public TaskCompletionSource? Served { get; set; }
    }
}
