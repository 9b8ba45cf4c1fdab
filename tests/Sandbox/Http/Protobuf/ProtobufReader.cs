using System.Buffers.Binary;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Protobuf;

/// <summary>Steps through the fields of one message.</summary>
/// <param name="message">Its bytes.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The current field's number.</summary>
    public int Number { get; private set; }

    /// <summary>The current field's value where it is a number.</summary>
    public long Value { get; private set; }

    /// <summary>The current field's value where it has a length: text, bytes, or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether the current field's value has a length.</summary>
    public bool HasLength { get; private set; }

    /// <summary>Steps to the next field; false at the end.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty) return false;
        var tag = Varint();
        Number = (int)(tag >> 3);
        HasLength = (tag & 7) == 2;
        switch (tag & 7)
        {
            case 0:
                Value = (long)Varint();
                break;
            case 1:
                Value = BinaryPrimitives.ReadInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(checked((int)Varint()));
                break;
            case 5:
                Value = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
                break;
            default:
                throw new FormatException("the message has a field of an unknown wire type");
        }
        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new FormatException("the message has a number that does not end");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length) throw new FormatException("the message is cut short");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
