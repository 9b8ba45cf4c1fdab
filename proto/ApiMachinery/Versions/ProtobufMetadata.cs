using System.Buffers.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Protobuf;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>
/// The same as <see cref="MetadataStream"/> for a PartialObjectMetadataList in Kubernetes' protobuf: four bytes that say so, then a message
/// of which field 2 is the list. Items are looked into for three of their fields; everything else is passed over by its length.
/// </summary>
internal sealed class ProtobufMetadata : IMetadataReader
{
    private const int OfBytes = 2;
    private const int Envelope = (2 << 3) | OfBytes;
    private const int ListMeta = (1 << 3) | OfBytes;
    private const int Item = (2 << 3) | OfBytes;
    private readonly ListedVersions _versions = new();
    private long _revision;
    private bool _hasMore;
    private bool _begun;
    private bool _inList;
    private long _left = long.MaxValue;

    /// <inheritdoc/>
    /// <exception cref="FormatException">It is no such list, or cut off.</exception>
    public int Read(ReadOnlyMemory<byte> piece, bool isLast)
    {
        var rest = piece;
        while (rest.Length > 0 && TryTake(ref rest)) { }
        if (isLast && (rest.Length > 0 || !_inList || _left > 0)) throw new FormatException("the list is cut off");
        return piece.Length - rest.Length;
    }

    /// <inheritdoc/>
    public VersionedList Complete() => new(_revision, _versions.Ordered(), _hasMore && _versions.Count > 0);

    /// <summary>Takes the next field. False where it is not here in full.</summary>
    private bool TryTake(ref ReadOnlyMemory<byte> rest)
    {
        if (!_begun)
        {
            if (rest.Length < 4) return false;
            if (!rest.Span.StartsWith("k8s\0"u8)) throw new FormatException("it is not Kubernetes' protobuf");
            (rest, _begun) = (rest[4..], true);
            return true;
        }
        if (_inList && _left == 0)
        {
            // What follows the list says of what kind it was.
            rest = default;
            return false;
        }
        var field = rest;
        if (!ProtobufFields.TryVarint(ref field, out var tag) || !ProtobufFields.TryVarint(ref field, out var length)) return false;
        if ((tag & 7) != OfBytes || length > int.MaxValue) throw new FormatException("a field of an unknown kind");
        if (!_inList && tag == Envelope)
        {
            (rest, _inList, _left) = (field, true, (long)length);
            return true;
        }
        if ((ulong)field.Length < length) return false;
        if (_inList) Take(tag, field[..(int)length]);
        field = field[(int)length..];
        if (_inList) _left -= rest.Length - field.Length;
        rest = field;
        return true;
    }

    private void Take(ulong tag, ReadOnlyMemory<byte> message)
    {
        if (tag == ListMeta)
        {
            _revision = Number(ProtobufFields.Find(message, 2));
            _hasMore = !ProtobufFields.Find(message, 3).IsEmpty;
        }
        else if (tag == Item)
        {
            var metadata = ProtobufFields.Find(message, 1);
            _versions.Add(ProtobufFields.Find(metadata, 3).Span, ProtobufFields.Find(metadata, 1).Span, Number(ProtobufFields.Find(metadata, 6)));
        }
    }

    private static long Number(ReadOnlyMemory<byte> text) => Utf8Parser.TryParse(text.Span, out long number, out _) ? number : 0;
}
