using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Distribution.Tests;

/// <summary>Counts what would be encoded.</summary>
internal sealed class CountingEncoder : IChangeEncoder
{
    public int Encodes { get; private set; }

    public byte[] EncodeHeader(ObjectChange change)
    {
        Encodes++;
        return [1];
    }
}
