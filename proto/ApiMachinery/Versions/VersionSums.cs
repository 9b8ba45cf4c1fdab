using System.Buffers.Binary;
using System.Buffers.Text;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

/// <summary>
/// Says in at most 2 KiB which version of which objects somebody holds. Keys are spread over 1 to 256 buckets; a bucket is the sum of what its
/// objects come to, so their order does not matter. Two who have the same sum in a bucket hold the same in it.
/// </summary>
public sealed class VersionSums
{
    private const int MostBuckets = 256;
    private const int ObjectsPerBucket = 16;
    private const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;

    private readonly ulong[] _sums;
    private int _objects;

    /// <summary>Of nothing yet.</summary>
    public VersionSums() : this(new ulong[MostBuckets])
    {
    }

    private VersionSums(ulong[] sums) => _sums = sums;

    /// <summary>How many there are: a power of two.</summary>
    public int Buckets => _sums.Length;

    /// <summary>Sums up what a list shows, in as many buckets as <paramref name="like"/> has.</summary>
    public static VersionSums Of(ListedVersions versions, VersionSums like)
    {
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(like);
        var sums = new VersionSums(new ulong[like.Buckets]);
        for (var walk = versions.Walk(); walk.MoveNext();) sums.Add(walk.Key, walk.Version);
        return sums;
    }

    /// <summary>The bucket, of so many, that a key lies in.</summary>
    /// <param name="key">As it is listed: <c>namespace/name</c>, or the name alone.</param>
    /// <param name="buckets">How many there are.</param>
    public static int BucketOf(ReadOnlySpan<byte> key, int buckets) => (int)(Hash(key) & (ulong)(buckets - 1));

    /// <summary>Adds an object.</summary>
    public void Add(ReadOnlySpan<byte> key, long version)
    {
        var hash = Hash(key);
        // The finaliser of splitmix64 over both.
        var x = hash ^ ((ulong)version * 0x9e3779b97f4a7c15);
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        _sums[(int)(hash & (ulong)(_sums.Length - 1))] += x ^ (x >> 31);
        _objects++;
    }

    /// <summary>The same in no more buckets than so many objects are worth.</summary>
    public VersionSums Folded()
    {
        var sums = _sums;
        while (sums.Length > 1 && _objects <= sums.Length / 2 * ObjectsPerBucket)
        {
            var half = sums.AsSpan(0, sums.Length / 2).ToArray();
            for (var i = 0; i < half.Length; i++) half[i] += sums[half.Length + i];
            sums = half;
        }
        return new VersionSums(sums) { _objects = _objects };
    }

    /// <summary>In which buckets the two hold something else.</summary>
    /// <exception cref="ArgumentException">They have not as many buckets.</exception>
    public bool[] DifferencesTo(VersionSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Buckets != Buckets) throw new ArgumentException("sums of another number of buckets", nameof(other));
        var differences = new bool[Buckets];
        for (var i = 0; i < differences.Length; i++) differences[i] = _sums[i] != other._sums[i];
        return differences;
    }

    /// <summary>For a header: Base64Url of the sums, 8 bytes each, the lowest first.</summary>
    public override string ToString()
    {
        var bytes = new byte[_sums.Length * sizeof(ulong)];
        for (var i = 0; i < _sums.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), _sums[i]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>From <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static VersionSums Parse(string text)
    {
        var bytes = Base64Url.DecodeFromChars(text);
        var buckets = bytes.Length / sizeof(ulong);
        if (bytes.Length % sizeof(ulong) != 0 || buckets is < 1 or > MostBuckets || !int.IsPow2(buckets))
            throw new FormatException($"sums come in 1, 2, 4 … {MostBuckets} buckets of {sizeof(ulong)} bytes");
        var sums = new ulong[buckets];
        for (var i = 0; i < buckets; i++) sums[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)));
        return new VersionSums(sums);
    }

    private static ulong Hash(ReadOnlySpan<byte> key)
    {
        var hash = FnvOffset;
        foreach (var octet in key) hash = (hash ^ octet) * FnvPrime;
        return hash;
    }
}
