using System.Runtime.InteropServices;
using System.Text;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>Reads attributes: length, kind, value, padded to four bytes. What is cut short ends them.</summary>
internal static class NetlinkAttributes
{
    private const int HeaderLength = 4;
    private const ushort KindMask = 0x3fff;

    /// <summary>The value of the first attribute of a kind; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort kind)
    {
        while (attributes.Length >= HeaderLength)
        {
            var length = MemoryMarshal.Read<ushort>(attributes);
            if (length < HeaderLength || length > attributes.Length) return default;
            if ((MemoryMarshal.Read<ushort>(attributes[2..]) & KindMask) == kind) return attributes[HeaderLength..length];
            var next = (length + 3) & ~3;
            if (next >= attributes.Length) return default;
            attributes = attributes[next..];
        }
        return default;
    }

    public static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value.TrimEnd((byte)0));
}
