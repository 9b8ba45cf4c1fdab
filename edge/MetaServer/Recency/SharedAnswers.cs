namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// Lets those who ask the same at the same time share one answer. Whoever comes while a question is under way cannot use its answer, which
/// may be of a moment before he came: all who come meanwhile share the next one.
/// </summary>
/// <param name="ask">Asks; bounded in time.</param>
internal sealed class SharedAnswers<TKey, TAnswer>(Func<TKey, Task<TAnswer>> ask) where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Round> _rounds = [];

    /// <summary>An answer to a question that is asked from now on.</summary>
    public Task<TAnswer> AskAsync(TKey key)
    {
        lock (_gate)
        {
            if (_rounds.TryGetValue(key, out var round)) return round.Next ??= FollowAsync(key, round, round.Current);
            _rounds[key] = round = new Round();
            return round.Current = RunAsync(key, round);
        }
    }

    private async Task<TAnswer> FollowAsync(TKey key, Round round, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await RunAsync(key, round);
    }

    private async Task<TAnswer> RunAsync(TKey key, Round round)
    {
        await Task.Yield(); // Out of the lock.
        try
        {
            return await ask(key);
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
