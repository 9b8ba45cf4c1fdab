using System.IO.Compression;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Documents;

/// <summary>An answer of the API server, byte for byte, for a path that is no resource.</summary>
/// <param name="ContentType">Its Content-Type.</param>
/// <param name="ETag">Its quoted ETag; empty where it had none.</param>
/// <param name="Body">Its body, packed where <paramref name="Encoding"/> says so: large documents lie and travel packed.</param>
/// <param name="Encoding">gzip, or empty.</param>
internal sealed record StoredDocument(string ContentType, string ETag, byte[] Body, string Encoding = "")
{
    /// <summary>Whether <see cref="Body"/> is packed.</summary>
    public bool IsPacked => Encoding == "gzip";

    /// <summary>The body as the API server sent it.</summary>
    public Stream Open() => IsPacked ? new GZipStream(new MemoryStream(Body), CompressionMode.Decompress) : new MemoryStream(Body);
}
