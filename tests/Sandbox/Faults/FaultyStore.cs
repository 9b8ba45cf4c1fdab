using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Faults;

/// <summary>
/// The store as clients over HTTPS see it: the store itself, until a test says that history below a revision is gone, as etcd does when it
/// is compacted.
/// </summary>
internal sealed class FaultyStore(IObjectReader reader, IObjectWatcher watcher) : IObjectReader, IObjectWatcher
{
    private long _floor;

    public long Revision => reader.Revision;

    /// <summary>Everything before now is gone: whoever wants to go on from there gets 410.</summary>
    public void Compact() => Interlocked.Exchange(ref _floor, reader.Revision);

    public Snapshot Latest(GroupVersionResource resource) => reader.Latest(resource);

    public bool TryGetSnapshot(GroupVersionResource resource, long revision, out Snapshot snapshot) =>
        reader.TryGetSnapshot(resource, revision, out snapshot) && revision >= Interlocked.Read(ref _floor);

    public StoredObject? Get(GroupVersionResource resource, ObjectKey key) => reader.Get(resource, key);

    public IListCursor OpenList(ListQuery query) => reader.OpenList(query);

    public IListCursor OpenVersions(GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> sequences) =>
        reader.OpenVersions(resource, snapshot, sequences);

    public long Count(ListQuery query) => reader.Count(query);

    public bool TryResume(GroupVersionResource resource, long revision, out long afterSequence, out long oldestRevision)
    {
        var resumed = watcher.TryResume(resource, revision, out afterSequence, out oldestRevision);
        var floor = Interlocked.Read(ref _floor);
        oldestRevision = Math.Max(oldestRevision, floor);
        return resumed && revision >= floor;
    }

    public IObjectWatch Watch(GroupVersionResource resource, long afterSequence, WatchedPart? part = null) => watcher.Watch(resource, afterSequence, part);
}
