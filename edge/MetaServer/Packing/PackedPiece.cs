namespace KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

/// <summary>A piece of a list, compressed by itself, so that it can stand in any answer.</summary>
/// <param name="Deflated">Whole blocks of deflate that end at a byte; none of them is the last.</param>
/// <param name="Sum">The check sum of what is in it.</param>
/// <param name="Length">How long that is, in bytes.</param>
internal sealed record PackedPiece(byte[] Deflated, uint Sum, long Length);
