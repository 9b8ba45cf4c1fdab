using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>A message to the kernel: a header, a body of the type's own, and attributes. Everything is in the machine's own byte order.</summary>
internal sealed class NetlinkRequest(ushort type, ushort flags)
{
    public const ushort Acknowledge = 0x4;
    public const ushort Dump = 0x300;
    public const ushort Create = 0x400;
    public const ushort Exclusive = 0x200;
    public const int HeaderLength = 16;
    private const ushort IsRequest = 0x1;
    private const ushort Nested = 0x8000;
    private readonly ArrayBufferWriter<byte> _content = new(128);

    public bool IsDump => (flags & Dump) == Dump;

    public NetlinkRequest Write<T>(T value) where T : unmanaged
    {
        _content.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return this;
    }

    public NetlinkRequest Attribute(ushort kind, ReadOnlySpan<byte> value)
    {
        Write((ushort)(4 + value.Length));
        Write(kind);
        _content.Write(value);
        Pad();
        return this;
    }

    /// <summary>Text ends with a zero.</summary>
    public NetlinkRequest Attribute(ushort kind, string text) => Attribute(kind, Encoding.UTF8.GetBytes(text + '\0'));

    /// <summary>An attribute that holds one other.</summary>
    public NetlinkRequest Attribute(ushort outer, ushort inner, string text)
    {
        var value = Encoding.UTF8.GetBytes(text + '\0');
        Write((ushort)(8 + value.Length));
        Write((ushort)(outer | Nested));
        Write((ushort)(4 + value.Length));
        Write(inner);
        _content.Write(value);
        Pad();
        return this;
    }

    public byte[] ToBytes(uint sequence)
    {
        var bytes = new byte[HeaderLength + _content.WrittenCount];
        MemoryMarshal.Write(bytes, (uint)bytes.Length);
        MemoryMarshal.Write(bytes.AsSpan(4), type);
        MemoryMarshal.Write(bytes.AsSpan(6), (ushort)(flags | IsRequest));
        MemoryMarshal.Write(bytes.AsSpan(8), sequence);
        _content.WrittenSpan.CopyTo(bytes.AsSpan(HeaderLength));
        return bytes;
    }

    private void Pad()
    {
        while (_content.WrittenCount % 4 != 0) Write((byte)0);
    }
}
