namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Where a change stands among the others.</summary>
/// <param name="Sequence">The store's own number.</param>
/// <param name="Revision">The revision it is served at.</param>
/// <param name="IsShared">Whether a reader may have seen this revision without the change.</param>
/// <param name="IsOutOfOrder">Whether the revision lies below one that stands before it: the log cannot be searched across it.</param>
internal readonly record struct Place(long Sequence, long Revision, bool IsShared, bool IsOutOfOrder);
