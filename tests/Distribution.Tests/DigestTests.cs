using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Distribution.Tests;

/// <summary>The numbers of proto/Wire/README.md: two builds that disagree on them would send each other everything.</summary>
public sealed class DigestTests
{
    [Theory]
    // Computed by another implementation, in another language.
    [InlineData("", "", 0xaf63a24c860189fe)]
    [InlineData("", "hz-1", 0x0fd985f97d3b4daa)]
    [InlineData("shop", "till", 0x1c71b4ea06395961)]
    [InlineData("kücü", "ñ", 0xfdece9004e643d1a)]
    public void KeyHash_IsFnv1aOfTheUtf8(string ns, string name, ulong hash) => Assert.Equal(hash, Digest.KeyHash(ns, name));

    [Fact]
    public void Mix_IsTheFinaliserOfSplitmix64()
    {
        // The first output of splitmix64 seeded with 0 is the finaliser of its increment.
        Assert.Equal(0xe220a8397b1dcdafUL, Digest.Mix(0x9e3779b97f4a7c15, 0));
        Assert.NotEqual(Digest.Mix(1, 2), Digest.Mix(2, 1));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 2)]
    [InlineData(33, 4)]
    [InlineData(4096, 256)]
    [InlineData(100_000, 256)]
    public void BucketCount_GrowsWithTheObjects(long objects, int buckets) => Assert.Equal(buckets, Digest.BucketCount(objects));

    [Fact]
    public void Sums_FoldToAnyCoarserDivision()
    {
        var fine = new ulong[256];
        var coarse = new ulong[8];
        for (var i = 0; i < 1000; i++)
        {
            var hash = Digest.KeyHash("shop", $"service-{i}");
            fine[Digest.Bucket(hash, 256)] += Digest.Mix(hash, (ulong)i);
            coarse[Digest.Bucket(hash, 8)] += Digest.Mix(hash, (ulong)i);
        }
        for (var i = 0; i < 8; i++) Assert.Equal(coarse[i], Enumerable.Range(0, 32).Aggregate(0UL, (sum, k) => sum + fine[i + (k * 8)]));
        Assert.All(coarse, sum => Assert.NotEqual(0UL, sum));
    }
}
