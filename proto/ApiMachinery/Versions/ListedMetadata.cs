using System.Buffers;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>Reads names and versions out of a PartialObjectMetadata, or a list of them, as it streams by: no more of it is held than one value.</summary>
public static class ListedMetadata
{
    /// <summary>The Content-Type of Kubernetes' protobuf. Whatever else is read as JSON.</summary>
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    private const int Piece = 64 * 1024;
    private const int LongestValue = 16 << 20;

    /// <summary>Reads a body to its end.</summary>
    /// <param name="body">The body, unpacked.</param>
    /// <param name="mediaType">Its Content-Type, without parameters.</param>
    /// <param name="isList">Whether it is a list.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FormatException">It is not understood.</exception>
    public static async Task<VersionedList> ReadAsync(Stream body, string? mediaType, bool isList, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        IMetadataReader metadata = mediaType == Protobuf ? new ProtobufMetadata() : new MetadataStream(isList);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var held = 0;
            while (true)
            {
                if (held == buffer.Length) buffer = Grow(buffer);
                var read = await body.ReadAsync(buffer.AsMemory(held), cancellationToken);
                held += read;
                var used = metadata.Read(buffer.AsMemory(0, held), isLast: read == 0);
                if (read == 0) return metadata.Complete();
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
            }
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A single value may be longer than the buffer.</summary>
    private static byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= LongestValue) throw new FormatException("a value is too long");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
