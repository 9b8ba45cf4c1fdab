namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>How the cloud introduces itself.</summary>
internal sealed record Welcoming(uint Protocol, string Version, string Cluster);
