using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>Lets go of the state that it has just named, so many times: the log was cut in between.</summary>
internal sealed class ForgetfulReader(IObjectReader inner, int times) : IObjectReader
{
    private int _left = times;

    public long Revision => inner.Revision;

    public Snapshot Latest(GroupVersionResource resource) => inner.Latest(resource);

    public bool TryGetSnapshot(GroupVersionResource resource, long revision, out Snapshot snapshot) => inner.TryGetSnapshot(resource, revision, out snapshot);

    public StoredObject? Get(GroupVersionResource resource, ObjectKey key) => inner.Get(resource, key);

    public IListCursor OpenList(ListQuery query) => Interlocked.Decrement(ref _left) >= 0 ? throw new SnapshotExpiredException() : inner.OpenList(query);

    public IListCursor OpenVersions(GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> sequences) => inner.OpenVersions(resource, snapshot, sequences);

    public long Count(ListQuery query) => inner.Count(query);
}
