using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>Reads what the store holds. Every member is safe to call from any thread and never waits for a writer.</summary>
public interface IObjectReader
{
    /// <summary>The highest revision that any object, mark or progress note has carried: never goes down, not even over a restart.</summary>
    long Revision { get; }

    /// <summary>The newest state of a collection.</summary>
    Snapshot Latest(GroupVersionResource resource);

    /// <summary>
    /// The state of a collection at exactly <paramref name="revision"/>. False where the log no longer reaches back that far,
    /// or where the revision lies in the future.
    /// </summary>
    bool TryGetSnapshot(GroupVersionResource resource, long revision, out Snapshot snapshot);

    /// <summary>The object as it is now, or null.</summary>
    StoredObject? Get(GroupVersionResource resource, ObjectKey key);

    /// <summary>
    /// Opens a list in the order of <see cref="ObjectKey"/>. The cursor holds a read transaction: read what fits a buffer, dispose it,
    /// write the buffer out, and go on with <see cref="ListQuery.After"/> and the same snapshot.
    /// </summary>
    /// <exception cref="SnapshotExpiredException">The log no longer holds what the snapshot needs.</exception>
    IListCursor OpenList(ListQuery query);

    /// <summary>
    /// Opens versions of objects in the order in which they are named. What holds of the cursor of a list holds of this one.
    /// </summary>
    /// <param name="resource">The collection.</param>
    /// <param name="snapshot">The state that has shown them.</param>
    /// <param name="sequences">The versions, as <see cref="IListCursor.Sequence"/> named them in a list of that state.</param>
    /// <exception cref="SnapshotExpiredException">The log no longer holds what the snapshot needs.</exception>
    IListCursor OpenVersions(GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> sequences);

    /// <summary>How many objects a list would have after <see cref="ListQuery.After"/>.</summary>
    long Count(ListQuery query);
}
