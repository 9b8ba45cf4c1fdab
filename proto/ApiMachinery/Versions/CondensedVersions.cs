using System.Buffers;
using System.Buffers.Binary;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>
/// How an edge asks the cloud's gateway for no more of a list than it needs to compare it with what it holds. The metadata of 5,000 pods is 11 MB, and 0.7 MB
/// as gzip; what differs is nearly always nothing. The gateway asks the API server for the metadata, in the caller's name as ever, and hands on
/// names and versions of the buckets whose sums differ.
/// <para>
/// The form, numbers with the lowest byte first: the list's resourceVersion (8 bytes); flags (1: more follows, 2: of some buckets only); for those a
/// count of buckets (2) and a bit for each that is told of; a count of objects (4); of each the length of its key (2), the key, its version (8).
/// </para>
/// </summary>
public static class CondensedVersions
{
    /// <summary>The request's header: <see cref="VersionSums"/> of what is held, or <see cref="All"/>. It is taken off whatever comes from outside.</summary>
    public const string Header = "Edgemesh-Versions";

    /// <summary>Names and versions of everything.</summary>
    public const string All = "all";

    /// <summary>The answer's Content-Type. A gateway that does not know the header answers as the API server does.</summary>
    public const string MediaType = "application/vnd.edgemesh.versions";

    private const byte MoreFollows = 1;
    private const byte SomeBuckets = 2;

    /// <summary>What the header asks for; null for everything.</summary>
    /// <exception cref="FormatException">It is none of its values.</exception>
    public static VersionSums? Parse(string header) => header == All ? null : VersionSums.Parse(header);

    /// <summary>What of a list somebody needs who holds <paramref name="held"/>.</summary>
    public static byte[] Write(VersionedList list, VersionSums? held)
    {
        ArgumentNullException.ThrowIfNull(list);
        var told = held is null || list.HasMore ? null : VersionSums.Of(list.Versions, held).DifferencesTo(held);
        var body = new ArrayBufferWriter<byte>(256);
        BinaryPrimitives.WriteInt64LittleEndian(Next(body, sizeof(long)), list.Revision);
        Next(body, 1)[0] = (byte)((list.HasMore ? MoreFollows : 0) | (told is null ? 0 : SomeBuckets));
        if (told is not null)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Next(body, sizeof(ushort)), (ushort)told.Length);
            var bits = Next(body, (told.Length + 7) / 8);
            bits.Clear();
            for (var i = 0; i < told.Length; i++) bits[i / 8] |= (byte)((told[i] ? 1 : 0) << (i % 8));
        }
        var count = 0;
        for (var walk = list.Versions.Walk(); walk.MoveNext();) count += IsTold(told, walk.Key) ? 1 : 0;
        BinaryPrimitives.WriteInt32LittleEndian(Next(body, sizeof(int)), count);
        for (var walk = list.Versions.Walk(); walk.MoveNext();)
        {
            if (!IsTold(told, walk.Key)) continue;
            BinaryPrimitives.WriteUInt16LittleEndian(Next(body, sizeof(ushort)), (ushort)walk.Key.Length);
            walk.Key.CopyTo(Next(body, walk.Key.Length));
            BinaryPrimitives.WriteInt64LittleEndian(Next(body, sizeof(long)), walk.Version);
        }
        return body.WrittenSpan.ToArray();
    }

    /// <summary>From <see cref="Write"/>.</summary>
    /// <exception cref="FormatException">It is none, or cut off.</exception>
    public static VersionedList Read(ReadOnlySpan<byte> body)
    {
        var revision = BinaryPrimitives.ReadInt64LittleEndian(Take(ref body, sizeof(long)));
        var flags = Take(ref body, 1)[0];
        bool[]? told = null;
        if ((flags & SomeBuckets) != 0)
        {
            told = new bool[BinaryPrimitives.ReadUInt16LittleEndian(Take(ref body, sizeof(ushort)))];
            if (!int.IsPow2(told.Length)) throw new FormatException("buckets that are no power of two");
            var bits = Take(ref body, (told.Length + 7) / 8);
            for (var i = 0; i < told.Length; i++) told[i] = (bits[i / 8] >> (i % 8) & 1) != 0;
        }
        var versions = new ListedVersions();
        for (var left = BinaryPrimitives.ReadInt32LittleEndian(Take(ref body, sizeof(int))); left > 0; left--)
        {
            var key = Take(ref body, BinaryPrimitives.ReadUInt16LittleEndian(Take(ref body, sizeof(ushort))));
            versions.Add(default, key, BinaryPrimitives.ReadInt64LittleEndian(Take(ref body, sizeof(long))));
        }
        if (!body.IsEmpty) throw new FormatException("more than was announced");
        return new VersionedList(revision, versions, (flags & MoreFollows) != 0, told);
    }

    /// <summary>Whether a list tells of a key.</summary>
    public static bool IsTold(IReadOnlyList<bool>? told, ReadOnlySpan<byte> key) => told is null || told[VersionSums.BucketOf(key, told.Count)];

    private static Span<byte> Next(ArrayBufferWriter<byte> body, int length)
    {
        var next = body.GetSpan(length)[..length];
        body.Advance(length);
        return next;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> body, int length)
    {
        if (body.Length < length) throw new FormatException("names and versions that are cut off");
        var taken = body[..length];
        body = body[length..];
        return taken;
    }
}
