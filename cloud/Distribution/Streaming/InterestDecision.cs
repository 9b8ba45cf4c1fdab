namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Whether a node may hold a whole collection for a caller.</summary>
/// <param name="Granted">The verdict.</param>
/// <param name="Reason">For a person, where it was refused.</param>
public readonly record struct InterestDecision(bool Granted, string Reason);
