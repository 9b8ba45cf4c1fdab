namespace KubeEdge.EdgeMesh.Edge.MetaServer.Documents;

/// <summary>An answer of the API server, byte for byte, for a path that is no resource.</summary>
/// <param name="ContentType">Its Content-Type.</param>
/// <param name="ETag">Its quoted ETag; empty where it had none.</param>
/// <param name="Body">Its body.</param>
internal sealed record StoredDocument(string ContentType, string ETag, byte[] Body);
