using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

/// <summary>
/// A gzip stream put together from pieces that are compressed already: one member, as every client reads it, with the sum of the whole from
/// the sums of its parts.
/// </summary>
internal sealed class PackedBody
{
    /// <summary>No name, no time, from Unix.</summary>
    private static readonly byte[] Header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];

    private readonly PipeWriter _pipe;
    private uint _sum;
    private long _length;
    private int _pending;
    private int _sinceTurn;

    /// <summary>Begins the body of an answer.</summary>
    public PackedBody(HttpResponse response)
    {
        response.Headers.ContentEncoding = "gzip";
        response.Headers.Append("Vary", "Accept-Encoding");
        _pipe = response.BodyWriter;
        Send(Header);
    }

    /// <summary>Writes a short text as it is. It may be the last.</summary>
    public void Write(ReadOnlySpan<byte> text, bool isLast = false)
    {
        // A stored block: whether it is the last one, its length, the complement of that, the text.
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)(isLast ? 1 : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], checked((ushort)text.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)~text.Length);
        Send(head);
        Send(text);
        Add(Crc32.Of(text), text.Length);
        if (!isLast) return;
        Span<byte> end = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(end, _sum);
        BinaryPrimitives.WriteUInt32LittleEndian(end[4..], unchecked((uint)_length));
        Send(end);
    }

    public void Write(PackedPiece piece)
    {
        Send(piece.Deflated);
        Add(piece.Sum, piece.Length);
    }

    /// <summary>Sends what is worth a write to the connection. Waits while the client does not read.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending < ResponseBody.ChunkSize) return;
        _sinceTurn += _pending;
        _pending = 0;
        await _pipe.FlushAsync(cancellationToken);
        if (_sinceTurn < ResponseBody.Turn) return;
        _sinceTurn = 0;
        await Task.Yield();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        _pipe.Write(bytes);
        _pending += bytes.Length;
    }

    private void Add(uint sum, long length)
    {
        _sum = Crc32.Combine(_sum, sum, length);
        _length += length;
    }
}
