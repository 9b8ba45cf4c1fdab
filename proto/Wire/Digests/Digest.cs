using System.Numerics;
using System.Text;

namespace KubeEdge.EdgeMesh.Proto.Wire.Digests;

/// <summary>
/// How both sides say in a few bytes which objects, and which contents of them, they hold. Specified in README.md of this room; a change
/// here is a change of the protocol.
/// </summary>
public static class Digest
{
    /// <summary>The most buckets that a collection is divided into.</summary>
    public const int MaxBuckets = 256;

    /// <summary>How many objects a bucket holds on average before the number of buckets grows.</summary>
    public const int ObjectsPerBucket = 16;

    private const ulong FnvOffset = 0xcbf29ce484222325;
    private const ulong FnvPrime = 0x100000001b3;

    /// <summary>FNV-1a, 64 bits, of the UTF-8 of <c>namespace/name</c>; the slash is there without a namespace too.</summary>
    public static ulong KeyHash(string @namespace, string name)
    {
        ArgumentNullException.ThrowIfNull(@namespace);
        ArgumentNullException.ThrowIfNull(name);
        var hash = Fold(FnvOffset, @namespace);
        hash = (hash ^ (byte)'/') * FnvPrime;
        return Fold(hash, name);
    }

    /// <summary>What one object adds to its bucket: the finaliser of splitmix64 over the key's hash and the tag.</summary>
    public static ulong Mix(ulong keyHash, ulong tag)
    {
        var x = keyHash ^ BitOperations.RotateLeft(tag, 32);
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    /// <summary>How many buckets a collection of so many objects has: the smallest power of two with at most 16 objects a bucket on average, 1 to 256.</summary>
    public static int BucketCount(long objects)
    {
        var wanted = (ulong)Math.Max(1, (objects + ObjectsPerBucket - 1) / ObjectsPerBucket);
        return (int)Math.Min(MaxBuckets, BitOperations.RoundUpToPowerOf2(wanted));
    }

    /// <summary>Whether a number of buckets is one that a peer may send.</summary>
    public static bool IsBucketCount(long count) => count is >= 1 and <= MaxBuckets && BitOperations.IsPow2(count);

    /// <summary>The bucket that a key lies in.</summary>
    public static int Bucket(ulong keyHash, int bucketCount) => (int)(keyHash & (ulong)(bucketCount - 1));

    private static ulong Fold(ulong hash, string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAscii(c)) return FoldUtf8(hash, text);
        }
        foreach (var c in text) hash = (hash ^ c) * FnvPrime;
        return hash;
    }

    private static ulong FoldUtf8(ulong hash, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * FnvPrime;
        return hash;
    }
}
