namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>One state of one collection.</summary>
/// <param name="Revision">The Kubernetes resourceVersion of that state: what a list of it carries.</param>
/// <param name="Sequence">
/// The store's own number of the last change in it. Several changes may share a revision (a pod that names three Secrets makes three
/// visible at once), so a revision alone does not name a state; the sequence does. It survives restarts.
/// </param>
public readonly record struct Snapshot(long Revision, long Sequence);
