using System.Collections.Immutable;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <summary>
/// What is known of one collection, and who hears of it. One lock makes each change and the calls it causes a single act: that is why a
/// late subscriber misses nothing and hears nothing twice.
/// </summary>
internal sealed class HeldObjects(GroupVersionResource resource, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, RawObject> _objects = [];
    private ImmutableArray<Subscription> _subscriptions = [];
    private long _revision;
    private volatile bool _synced;

    public bool Synced => _synced;

    public long Revision => Interlocked.Read(ref _revision);

    public bool Followed => !_subscriptions.IsEmpty;

    public IReadOnlyList<RawObject> Snapshot()
    {
        lock (_gate)
            return [.. _objects.Values];
    }

    public void Upsert(RawObject current) => Upsert(current, changed: false);

    /// <summary>An object as it is now.</summary>
    /// <param name="current">The object.</param>
    /// <param name="changed">
    /// Whether it is known to have changed. An object of the cluster has changed when its revision has; a document has no revision of its
    /// own, and may change twice while the cluster stands still.
    /// </param>
    public void Upsert(RawObject current, bool changed)
    {
        lock (_gate)
        {
            var known = _objects.TryGetValue(current.Key, out var previous);
            if (known && !changed && previous!.Revision == current.Revision && previous.Uid == current.Uid)
                return;

            _objects[current.Key] = current;
            Tell(static (handler, change) => handler.Upserted(change.Current, change.Previous), (Current: current, Previous: previous));
        }
    }

    public void Delete(ObjectKey key, long revision)
    {
        lock (_gate)
        {
            if (_objects.Remove(key, out var last))
                Tell(static (handler, change) => handler.Deleted(change.Last, change.Revision), (Last: last, Revision: revision));
        }
    }

    /// <summary>A complete list as of <paramref name="revision"/> held only these: the others went while nobody looked.</summary>
    public void RetainOnly(IReadOnlySet<ObjectKey> listed, long revision)
    {
        lock (_gate)
        {
            foreach (var key in _objects.Keys.Where(key => !listed.Contains(key)).Order().ToList())
                Delete(key, revision);
        }
    }

    /// <summary>Everything up to <paramref name="revision"/> is in; a lower value than before only repeats that.</summary>
    public void Progress(long revision)
    {
        lock (_gate)
        {
            if (_synced && revision <= _revision)
                return;

            Interlocked.Exchange(ref _revision, Math.Max(revision, _revision));
            _synced = true;
            Tell(static (handler, reached) => handler.Progressed(reached), _revision);
        }
    }

    /// <summary>Forgets everything; for a collection that nobody follows.</summary>
    /// <returns>False where somebody does.</returns>
    public bool TryClear()
    {
        lock (_gate)
        {
            if (Followed)
                return false;

            _objects.Clear();
            _synced = false;
            Interlocked.Exchange(ref _revision, 0);
            return true;
        }
    }

    public IDisposable Subscribe(IRawObjectHandler handler, Action onLastGone)
    {
        var subscription = new Subscription(this, handler, onLastGone);
        lock (_gate)
        {
            foreach (var held in _objects.Values)
                Tell(subscription, static (to, current) => to.Upserted(current, null), held);
            if (_synced)
                Tell(subscription, static (to, reached) => to.Progressed(reached), _revision);
            ImmutableInterlocked.Update(ref _subscriptions, static (all, added) => all.Add(added), subscription);
        }

        return subscription;
    }

    private void Tell<T>(Action<IRawObjectHandler, T> call, T change)
    {
        foreach (var subscription in _subscriptions)
            Tell(subscription, call, change);
    }

    private void Tell<T>(Subscription subscription, Action<IRawObjectHandler, T> call, T change)
    {
        if (subscription.Ended)
            return;

        try
        {
            call(subscription.Handler, change);
        }
#pragma warning disable CA1031 // One follower's bug must not blind the others; it is logged as an error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.HandlerFailed(logger, e, resource, subscription.Handler.GetType().Name);
        }
    }

    private sealed class Subscription(HeldObjects held, IRawObjectHandler handler, Action onLastGone) : IDisposable
    {
        private int _ended;

        public IRawObjectHandler Handler => handler;

        public bool Ended => Volatile.Read(ref _ended) != 0;

        // Without the lock: whoever stops following may hold one that a handler waits for.
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0)
                return;

            ImmutableInterlocked.Update(ref held._subscriptions, static (all, gone) => all.Remove(gone), this);
            if (!held.Followed)
                onLastGone();
        }
    }
}
