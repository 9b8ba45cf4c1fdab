using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Fakes;

/// <summary>A collection of <see cref="MemoryCluster"/>.</summary>
internal sealed class MemoryInformer(GroupVersionResource resource) : IRawInformer
{
    private readonly List<IRawObjectHandler> _handlers = [];

    public Dictionary<ObjectKey, RawObject> Objects { get; } = [];

    public GroupVersionResource Resource => resource;

    public bool Synced { get; private set; }

    public long Revision { get; private set; }

    public IDisposable Subscribe(IRawObjectHandler handler)
    {
        foreach (var held in Objects.Values)
            handler.Upserted(held, null);
        if (Synced)
            handler.Progressed(Revision);
        _handlers.Add(handler);
        return new Subscription(() => _handlers.Remove(handler));
    }

    public void Put(RawObject current)
    {
        var previous = Objects.GetValueOrDefault(current.Key);
        Objects[current.Key] = current;
        foreach (var handler in _handlers)
            handler.Upserted(current, previous);
    }

    public void Remove(RawObject last)
    {
        Objects.Remove(last.Key);
        foreach (var handler in _handlers)
            handler.Deleted(last, last.Revision);
    }

    public void Progress(long revision)
    {
        (Synced, Revision) = (true, revision);
        foreach (var handler in _handlers)
            handler.Progressed(revision);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
