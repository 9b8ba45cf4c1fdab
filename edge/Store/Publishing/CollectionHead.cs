using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Publishing;

/// <summary>Where one collection stands. Replaced whole, never changed.</summary>
internal sealed record CollectionHead
{
    /// <summary>Names this life of the collection: one that was forgotten and comes back gets another.</summary>
    public required long Id { get; init; }

    public required GroupVersionResource Resource { get; init; }

    /// <summary>False after it was forgotten, until something is stored in it again.</summary>
    public bool Held { get; init; }

    public CollectionScope Scope { get; init; }

    /// <summary>The highest revision that a list, a watch or a mark of it has carried.</summary>
    public long Revision { get; init; }

    /// <summary>The sequence of its last change.</summary>
    public long Last { get; init; }

    /// <summary>States at this sequence and later can be read; changes after it can be replayed.</summary>
    public long Oldest { get; init; }

    /// <summary>A reader that has seen this revision or a later one has missed nothing that was cut.</summary>
    public long OldestRevision { get; init; }

    public long Count { get; init; }

    public long Bytes { get; init; }

    /// <summary>How many changes can be replayed.</summary>
    public long Events { get; init; }
}
