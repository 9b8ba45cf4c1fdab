namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>Makes UIDs: random ones, version 4, out of a seed.</summary>
internal sealed class Uids(Random random)
{
    private readonly Lock _turn = new();

    public string Next()
    {
        var bytes = new byte[16];
        lock (_turn) random.NextBytes(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3f | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
