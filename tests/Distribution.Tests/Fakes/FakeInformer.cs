using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>Tells its handlers at once, in order, as the real one does.</summary>
internal sealed class FakeInformer(GroupVersionResource resource, long revision, bool unsynced) : IRawInformer
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, RawObject> _objects = [];
    private readonly List<IRawObjectHandler> _handlers = [];

    public GroupVersionResource Resource => resource;

    public bool Synced { get; private set; } = !unsynced;

    public long Revision { get; private set; } = revision;

    public IReadOnlyList<RawObject> Objects
    {
        get { lock (_gate) return [.. _objects.Values]; }
    }

    /// <summary>How many follow it.</summary>
    public int Handlers
    {
        get { lock (_gate) return _handlers.Count; }
    }

    public IDisposable Subscribe(IRawObjectHandler handler)
    {
        lock (_gate)
        {
            foreach (var held in _objects.Values) handler.Upserted(held, null);
            if (Synced) handler.Progressed(Revision);
            _handlers.Add(handler);
        }
        return new Subscription(() =>
        {
            lock (_gate) _handlers.Remove(handler);
        });
    }

    public void Upsert(RawObject current)
    {
        lock (_gate)
        {
            var previous = _objects.GetValueOrDefault(current.Key);
            _objects[current.Key] = current;
            foreach (var handler in _handlers) handler.Upserted(current, previous);
            Reach(current.Revision);
        }
    }

    public void Delete(ObjectKey key, long at)
    {
        lock (_gate)
        {
            if (_objects.Remove(key, out var last))
            {
                foreach (var handler in _handlers) handler.Deleted(last, at);
            }
            Reach(at);
        }
    }

    public void Progress(long at)
    {
        lock (_gate) Reach(at);
    }

    /// <summary>The first list is in.</summary>
    public void Sync()
    {
        lock (_gate)
        {
            Synced = true;
            Reach(Revision);
        }
    }

    private void Reach(long at)
    {
        Revision = Math.Max(Revision, at);
        if (!Synced) return;
        foreach (var handler in _handlers) handler.Progressed(Revision);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
