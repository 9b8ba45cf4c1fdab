using System.Buffers.Binary;
using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>
/// Names and versions, in the order of a list: some 40 bytes an object, and nothing that the garbage collector has to follow, since every proof about
/// thousands of objects makes one. It is compared with what is held by walking both.
/// </summary>
public sealed class ListedVersions
{
    private const int FirstPiece = 512;
    private const int Piece = 64 * 1024;
    private const int Around = sizeof(ushort) + sizeof(long);

    /// <summary>Of each its key's length, the key as <c>namespace/name</c>, its version. A length of 0 ends a piece.</summary>
    private readonly List<byte[]> _pieces = [];
    private int _used;
    private int _lastKey;
    private bool _isUnordered;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The highest version; 0 for none.</summary>
    public long Newest { get; private set; }

    /// <summary>The key that was added last, as it is listed.</summary>
    public ReadOnlySpan<byte> Last => Count == 0 ? default : KeyAt(_pieces[^1], _lastKey);

    /// <summary>Adds what comes next.</summary>
    /// <exception cref="FormatException">The name is too long for one.</exception>
    public void Add(ReadOnlySpan<byte> @namespace, ReadOnlySpan<byte> name, long version)
    {
        var length = @namespace.IsEmpty ? name.Length : @namespace.Length + 1 + name.Length;
        if (name.IsEmpty || length > short.MaxValue) throw new FormatException("an object without a name, or with one that is none");
        var before = Last;
        if (_pieces.Count == 0 || _used + Around + length > _pieces[^1].Length)
        {
            // Most are of one object.
            _pieces.Add(new byte[_pieces.Count == 0 ? Math.Max(FirstPiece, Around + length) : Piece]);
            _used = 0;
        }
        var entry = _pieces[^1].AsSpan(_used);
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)length);
        var key = entry.Slice(sizeof(ushort), length);
        if (!@namespace.IsEmpty)
        {
            @namespace.CopyTo(key);
            key[@namespace.Length] = (byte)'/';
        }
        name.CopyTo(key[^name.Length..]);
        BinaryPrimitives.WriteInt64LittleEndian(entry[(sizeof(ushort) + length)..], version);
        _isUnordered |= Count > 0 && before.SequenceCompareTo(key) >= 0;
        _lastKey = _used;
        _used += Around + length;
        Count++;
        Newest = Math.Max(Newest, version);
    }

    /// <summary>The same in the order of a list, which API servers keep; who does not is put right.</summary>
    public ListedVersions Ordered()
    {
        if (!_isUnordered) return this;
        var all = new SortedDictionary<byte[], long>(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
        for (var walk = Walk(); walk.MoveNext();) all[walk.Key.ToArray()] = walk.Version;
        var ordered = new ListedVersions();
        foreach (var (key, version) in all) ordered.Add(default, key, version);
        return ordered;
    }

    /// <summary>Walks over them, from before the first.</summary>
    public Walker Walk() => new(this);

    /// <summary>The version of one; null where it is not listed. Walks over all of them.</summary>
    public long? Find(ObjectKey key)
    {
        var text = Encoding.UTF8.GetBytes(key.ToString());
        for (var walk = Walk(); walk.MoveNext();)
        {
            if (walk.Key.SequenceEqual(text)) return walk.Version;
        }
        return null;
    }

    private static ReadOnlySpan<byte> KeyAt(byte[] piece, int at) => piece.AsSpan(at + sizeof(ushort), BinaryPrimitives.ReadUInt16LittleEndian(piece.AsSpan(at)));

    /// <summary>A walk over all.</summary>
    public ref struct Walker
    {
        private readonly ListedVersions _all;
        private int _piece;
        private int _next;
        private int _left;

        internal Walker(ListedVersions all) => (_all, _left) = (all, all.Count);

        /// <summary>As it is listed.</summary>
        public ReadOnlySpan<byte> Key { get; private set; }

        /// <summary>Its resourceVersion.</summary>
        public long Version { get; private set; }

        /// <summary>Goes to the next; false at the end.</summary>
        public bool MoveNext()
        {
            if (_left-- <= 0) return false;
            var piece = _all._pieces[_piece];
            if (_next + Around > piece.Length || BinaryPrimitives.ReadUInt16LittleEndian(piece.AsSpan(_next)) == 0) (piece, _next) = (_all._pieces[++_piece], 0);
            Key = KeyAt(piece, _next);
            _next += sizeof(ushort) + Key.Length;
            Version = BinaryPrimitives.ReadInt64LittleEndian(piece.AsSpan(_next));
            _next += sizeof(long);
            return true;
        }
    }
}
