using System.Buffers.Binary;
using System.IO.Compression;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.Store.Reading;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

/// <summary>Compresses objects as the items of a list, with commas between them and none around. One at a time: its buffers serve again and again.</summary>
internal sealed class PiecePacker : IDisposable
{
    private const int HeaderLength = 10;
    private const int SumFromEnd = 8;
    private const int MostKept = 256 * 1024;

    /// <summary>Many short writes would cost more than the compression.</summary>
    private readonly byte[] _gathered = new byte[32 * 1024];
    private MemoryStream _packed = new();
    private int _held;
    private long _length;

    public PackedPiece Pack(IListCursor objects, JsonTexts texts)
    {
        if (_packed.Capacity > MostKept) _packed = new MemoryStream();
        _packed.SetLength(0);
        (_held, _length) = (0, 0);
        int end;
        using (var gzip = new GZipStream(_packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            while (objects.MoveNext())
            {
                var (start, rest) = texts.Item(objects.Json);
                if (_length > 0) Write(gzip, ","u8);
                Write(gzip, start);
                Write(gzip, rest);
            }
            gzip.Write(_gathered.AsSpan(0, _held));
            // Ends the blocks at a byte, and none of them is the last.
            gzip.Flush();
            end = (int)_packed.Length;
        }
        // The stream has written its end by now, which holds the sum.
        var all = _packed.GetBuffer().AsSpan(0, (int)_packed.Length);
        return new PackedPiece(all[HeaderLength..end].ToArray(), BinaryPrimitives.ReadUInt32LittleEndian(all[^SumFromEnd..]), _length);
    }

    public void Dispose() => _packed.Dispose();

    private void Write(GZipStream gzip, ReadOnlySpan<byte> text)
    {
        _length += text.Length;
        if (_held + text.Length > _gathered.Length)
        {
            gzip.Write(_gathered.AsSpan(0, _held));
            _held = 0;
        }
        if (text.Length > _gathered.Length)
        {
            gzip.Write(text);
            return;
        }
        text.CopyTo(_gathered.AsSpan(_held));
        _held += text.Length;
    }
}
