namespace KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;

/// <summary>One backend, and whether the node sees it.</summary>
/// <param name="ListedIn">The name of the object that lists it.</param>
/// <param name="Address">Its first address.</param>
/// <param name="Node">The node it is on; null where it names none.</param>
/// <param name="Group">That node's group; empty for none, null where the cluster has no such node.</param>
/// <param name="Ready">Whether it is ready.</param>
/// <param name="Seen">Whether the node sees it.</param>
/// <param name="Reason">Why.</param>
public sealed record ExplainedBackend(string ListedIn, string Address, string? Node, string? Group, bool Ready, bool Seen, string Reason);
