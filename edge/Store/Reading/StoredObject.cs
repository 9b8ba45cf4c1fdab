namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>An object as it is served.</summary>
/// <param name="Json">The whole object, UTF-8, with kind and apiVersion.</param>
/// <param name="Revision">The revision it is served at; equals <c>metadata.resourceVersion</c> in <paramref name="Json"/>.</param>
/// <param name="Tag">The content's name on the wire; 0 where it has none.</param>
public sealed record StoredObject(ReadOnlyMemory<byte> Json, long Revision, ulong Tag);
