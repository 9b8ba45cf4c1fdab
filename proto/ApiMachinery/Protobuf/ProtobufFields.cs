using System.Text;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Protobuf;

/// <summary>The fields of one protobuf message that hold bytes, texts or messages; numbers are passed over.</summary>
public static class ProtobufFields
{
    /// <summary>The last value of a field; empty where it is absent.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> message, int field)
    {
        ReadOnlyMemory<byte> found = default;
        while (!message.IsEmpty)
        {
            if (Take(ref message, out var value) == field) found = value;
        }
        return found;
    }

    /// <summary>All values of a field.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> FindAll(ReadOnlyMemory<byte> message, int field)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        while (!message.IsEmpty)
        {
            if (Take(ref message, out var value) == field) found.Add(value);
        }
        return found;
    }

    /// <summary>A field as text.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Find(message, field).Span);

    /// <summary>Takes a field off the front of a message: its number, or -1 for one that holds a number.</summary>
    private static long Take(ref ReadOnlyMemory<byte> message, out ReadOnlyMemory<byte> value)
    {
        value = default;
        var tag = Varint(ref message);
        switch (tag & 7)
        {
            case 0:
                Varint(ref message);
                return -1;
            case 1:
                message = Skip(message, sizeof(long));
                return -1;
            case 2:
                var length = Varint(ref message);
                if (length > (ulong)message.Length) throw new FormatException("a field is longer than its message");
                value = message[..(int)length];
                message = message[(int)length..];
                return (long)(tag >> 3);
            case 5:
                message = Skip(message, sizeof(int));
                return -1;
            default:
                throw new FormatException("an unknown kind of field");
        }
    }

    private static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> message, int length) =>
        message.Length >= length ? message[length..] : throw new FormatException("a number is cut off");

    /// <summary>Takes a number off the front of a message. False where it is cut off.</summary>
    public static bool TryVarint(ref ReadOnlyMemory<byte> message, out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < message.Length; i++)
        {
            var next = message.Span[i];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next >= 0x80) continue;
            message = message[(i + 1)..];
            return true;
        }
        return false;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message) =>
        TryVarint(ref message, out var value) ? value : throw new FormatException("a number is cut off");
}
