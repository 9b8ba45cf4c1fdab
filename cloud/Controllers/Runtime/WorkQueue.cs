using System.Threading.Channels;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>
/// Keys that want a look. A key waits at most once however often it is added; while it is being looked at an addition is kept back until
/// <see cref="Done"/>. So the queue never holds more than one entry a key: the number of objects is its bound.
/// </summary>
internal sealed class WorkQueue<TKey>(TimeProvider time, Random random, TimeSpan minBackoff, TimeSpan maxBackoff) : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly HashSet<TKey> _wanted = [];
    private readonly HashSet<TKey> _taken = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Dictionary<TKey, (DateTimeOffset Due, ITimer Timer)> _later = [];
    private bool _closed;

    /// <summary>Keys that wait for a worker.</summary>
    public int Count => _ready.Reader.Count;

    /// <summary>Wants a look at the key as soon as a worker is free.</summary>
    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (!_closed && _wanted.Add(key) && !_taken.Contains(key))
                _ready.Writer.TryWrite(key);
        }
    }

    /// <summary>Wants a look at the key after a while; of several such wishes the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_gate)
        {
            var due = time.GetUtcNow() + delay;
            if (_closed || (_later.TryGetValue(key, out var pending) && pending.Due <= due))
                return;

            pending.Timer?.Dispose();
            _later[key] = (due, time.CreateTimer(_ => OnDue(key, due), null, delay, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Wants another look after a failure: later each time, at random between half of the limit and the limit.</summary>
    /// <returns>How long it waits.</returns>
    public TimeSpan AddAfterFailure(TKey key)
    {
        TimeSpan delay;
        lock (_gate)
        {
            var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
            var limit = Math.Min(maxBackoff.TotalMilliseconds, minBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30)));
            delay = TimeSpan.FromMilliseconds(limit * (0.5 + random.NextDouble() / 2));
        }

        AddAfter(key, delay);
        return delay;
    }

    /// <summary>The key succeeded: its next failure is a first one.</summary>
    public void Forget(TKey key)
    {
        lock (_gate)
            _failures.Remove(key);
    }

    /// <summary>Waits for a key; it is the caller's until <see cref="Done"/>.</summary>
    /// <returns>False when the queue is closed: no key will come any more.</returns>
    public async ValueTask<(bool Open, TKey Key)> TakeAsync(CancellationToken cancellationToken)
    {
        while (await _ready.Reader.WaitToReadAsync(cancellationToken))
        {
            lock (_gate)
            {
                if (!_ready.Reader.TryRead(out var key))
                    continue;

                _wanted.Remove(key);
                _taken.Add(key);
                return (true, key);
            }
        }

        return (false, default!);
    }

    /// <summary>The look that <see cref="TakeAsync"/> gave out is over.</summary>
    public void Done(TKey key)
    {
        lock (_gate)
        {
            _taken.Remove(key);
            if (!_closed && _wanted.Contains(key))
                _ready.Writer.TryWrite(key);
        }
    }

    /// <summary>Closes the queue: nothing is taken in any more, and those who wait for keys are let go.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;

            _closed = true;
            foreach (var (_, timer) in _later.Values)
                timer.Dispose();
            _later.Clear();
            while (_ready.Reader.TryRead(out _))
            {
            }

            _ready.Writer.TryComplete();
        }
    }

    private void OnDue(TKey key, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (!_later.TryGetValue(key, out var pending) || pending.Due != due)
                return;

            pending.Timer.Dispose();
            _later.Remove(key);
        }

        Add(key);
    }
}
