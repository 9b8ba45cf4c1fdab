using System.Buffers.Binary;
using System.IO.Compression;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.Store.Reading;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

/// <summary>Compresses objects as the items of a list, with commas between them and none around.</summary>
internal static class PiecePacker
{
    private const int HeaderLength = 10;
    private const int SumFromEnd = 8;
    private const int Gathered = 32 * 1024;

    public static PackedPiece Pack(IListCursor objects, JsonTexts texts)
    {
        using var packed = new MemoryStream(Gathered);
        long length = 0;
        int end;
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Many short writes would cost more than the compression.
            using var gathered = new BufferedStream(gzip, Gathered);
            while (objects.MoveNext())
            {
                var (start, rest) = texts.Item(objects.Json);
                if (length > 0) Write(","u8);
                Write(start);
                Write(rest);
            }
            // Ends the blocks at a byte, and none of them is the last.
            gathered.Flush();
            end = (int)packed.Length;

            void Write(ReadOnlySpan<byte> text)
            {
                gathered.Write(text);
                length += text.Length;
            }
        }
        // The stream has written its end by now, which holds the sum.
        var all = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        return new PackedPiece(all[HeaderLength..end].ToArray(), BinaryPrimitives.ReadUInt32LittleEndian(all[^SumFromEnd..]), length);
    }
}
