using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Collections;

/// <summary>What is held, and what callers would like to be held.</summary>
public interface ICollections
{
    /// <summary>What is known of a collection; null where nothing of it is held.</summary>
    CollectionState? Find(GroupVersionResource resource);

    /// <summary>All that is held.</summary>
    IReadOnlyList<CollectionState> All();

    /// <summary>
    /// Notes that <paramref name="user"/> reads a collection that is not held whole. Persisted; wakes the sync. Calling it again renews it.
    /// </summary>
    void Want(GroupVersionResource resource, string user);

    /// <summary>Takes an interest back, for example because the cloud refused it.</summary>
    void Release(GroupVersionResource resource, string user);

    /// <summary>The interests that stand.</summary>
    IReadOnlyList<CollectionInterest> Interests();

    /// <summary>Completes when <see cref="Interests"/> may have changed after <paramref name="version"/>; returns the new version.</summary>
    ValueTask<long> WaitForInterestsAsync(long version, CancellationToken cancellationToken);
}
