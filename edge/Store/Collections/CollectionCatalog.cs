using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Collections;

/// <summary>What is held, as published.</summary>
internal sealed class CollectionCatalog(Publication publication)
{
    public CollectionState? Find(GroupVersionResource resource) =>
        publication.Current.Find(resource) is { Held: true } head ? State(head) : null;

    public IReadOnlyList<CollectionState> All() =>
        [.. publication.Current.Collections.Values.Where(head => head.Held).OrderBy(head => head.Resource.ToString(), StringComparer.Ordinal).Select(State)];

    private static CollectionState State(CollectionHead head) => new(head.Resource, head.Scope, head.Revision, head.Count, head.Bytes);
}
