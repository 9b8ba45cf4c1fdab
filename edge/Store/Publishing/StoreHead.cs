using System.Collections.Immutable;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Publishing;

/// <summary>Where the whole store stands: what readers may see. Replaced whole with each commit, never changed.</summary>
/// <param name="Epoch">The sequence that the database was born with.</param>
/// <param name="Revision">The highest revision that anything has carried.</param>
/// <param name="Sequence">The last sequence that was given out.</param>
/// <param name="Collections">By their names; those that were forgotten are here too.</param>
internal sealed record StoreHead(
    long Epoch, long Revision, long Sequence, ImmutableDictionary<GroupVersionResource, CollectionHead> Collections)
{
    public CollectionHead? Find(GroupVersionResource resource) => Collections.GetValueOrDefault(resource);

    /// <summary>
    /// Whether the collection's state at <paramref name="sequence"/>, and its changes since, can be read in full. A sequence of a database
    /// before this one, or of an earlier life of the collection, cannot; 0, before everything, can until something is cut.
    /// </summary>
    public bool CanRead(GroupVersionResource resource, long id, long sequence) =>
        Find(resource) is { } head && head.Id == id && sequence >= head.Oldest && sequence <= Sequence && (sequence >= Epoch || sequence == 0);
}
