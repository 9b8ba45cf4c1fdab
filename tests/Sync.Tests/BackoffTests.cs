using KubeEdge.EdgeMesh.Edge.Sync;
using KubeEdge.EdgeMesh.Edge.Sync.Streaming;

namespace KubeEdge.EdgeMesh.Sync.Tests;

public sealed class BackoffTests
{
    private static readonly SyncOptions Options = new() { Node = "hz-1" };

    [Fact]
    public void Backoff_OfManyNodes_IsSpreadOverTheWholeWait()
    {
        var waits = Enumerable.Range(0, 1000).Select(seed =>
        {
            var backoff = new Backoff(Options, new Random(seed));
            for (var i = 0; i < 6; i++) backoff.Next(TimeSpan.Zero);
            return backoff.Next(TimeSpan.Zero).TotalSeconds;
        }).ToList();
        // The seventh ceiling is 16 s: a quarter of a second doubled six times.
        Assert.InRange(waits.Max(), 15, 16);
        Assert.InRange(waits.Min(), 0, 1);
        Assert.InRange(waits.Average(), 7, 9);
    }

    [Fact]
    public void Backoff_NeverExceedsTheLongest()
    {
        var backoff = new Backoff(Options, new Random(1));
        var waits = Enumerable.Range(0, 200).Select(_ => backoff.Next(TimeSpan.Zero)).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, Options.MaxBackoff));
        Assert.True(waits.Max() > Options.MaxBackoff / 2);
    }

    [Fact]
    public void Backoff_AfterAStableStream_BeginsAnew()
    {
        var backoff = new Backoff(Options, new Random(1));
        for (var i = 0; i < 20; i++) backoff.Next(Options.StableAfter / 2);
        Assert.InRange(backoff.Next(Options.StableAfter), TimeSpan.Zero, Options.MinBackoff);
    }

    [Fact]
    public void Backoff_AfterARefusal_IsLong()
    {
        var backoff = new Backoff(Options, new Random(1));
        for (var i = 0; i < 100; i++) Assert.InRange(backoff.NextAfterRefusal(), Options.MaxBackoff / 2, Options.MaxBackoff);
    }

    [Fact]
    public void Options_WithFaults_AreAllNamed()
    {
        var faults = new SyncOptionsValidator().Validate(null, new SyncOptions { MinBackoff = TimeSpan.FromMinutes(2), SilenceTimeout = TimeSpan.Zero }).Failures!.ToList();
        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.StartsWith("Node ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("SilenceTimeout ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("MinBackoff ", StringComparison.Ordinal));
    }
}
