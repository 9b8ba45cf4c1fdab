namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// Lets those who ask the same at the same time share one answer. Whoever comes while a question is under way cannot use its answer, which
/// may be of a moment before he came: all who come meanwhile share the next one.
/// </summary>
internal sealed class SharedAnswers<TKey, TAnswer> where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Round> _rounds = [];

    /// <summary>An answer to a question that is asked from now on.</summary>
    /// <param name="key">The question.</param>
    /// <param name="ask">Asks it, for whoever shares the answer: bounded in time, and not ended with the one who began.</param>
    public Task<TAnswer> AskAsync(TKey key, Func<Task<TAnswer>> ask)
    {
        lock (_gate)
        {
            if (_rounds.TryGetValue(key, out var round)) return round.Next ??= FollowAsync(key, round, round.Current, ask);
            _rounds[key] = round = new Round();
            return round.Current = RunAsync(key, round, ask);
        }
    }

    private async Task<TAnswer> FollowAsync(TKey key, Round round, Task before, Func<Task<TAnswer>> ask)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await RunAsync(key, round, ask);
    }

    private async Task<TAnswer> RunAsync(TKey key, Round round, Func<Task<TAnswer>> ask)
    {
        await Task.Yield(); // Out of the lock.
        try
        {
            return await ask();
        }
        finally
        {
            lock (_gate)
            {
                if (round.Next is { } next) (round.Current, round.Next) = (next, null);
                else _rounds.Remove(key);
            }
        }
    }

    private sealed class Round
    {
        public Task<TAnswer> Current { get; set; } = null!;

        public Task<TAnswer>? Next { get; set; }
    }
}
