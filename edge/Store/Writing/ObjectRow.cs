namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>The current version of an object, without its JSON.</summary>
internal readonly record struct ObjectRow(long Sequence, long Revision, ulong Tag, long Size);
