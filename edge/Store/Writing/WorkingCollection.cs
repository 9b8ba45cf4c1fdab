using KubeEdge.EdgeMesh.Edge.Store.Publishing;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>A collection inside a transaction: what was published, and what it will be.</summary>
internal sealed class WorkingCollection(CollectionHead? published, CollectionHead head)
{
    /// <summary>What readers see; null where it is new to them.</summary>
    public CollectionHead? Published { get; } = published;

    /// <summary>What they will see.</summary>
    public CollectionHead Head { get; set; } = head;

    public bool IsChanged => !ReferenceEquals(Published, Head);
}
