using KubeEdge.EdgeMesh.Edge.Store.Reading;
using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

[Collection(nameof(Alone))]
public sealed class RetentionTests
{
    /// <summary>Invariant 7.</summary>
    [Fact]
    public void Prune_OldAndMany_KeepsTheNewestAndWhatIsCurrent()
    {
        using var store = new TestStore(options => options.KeepEvents = 10);
        store.Put("a/still", 1);
        for (var revision = 2; revision <= 100; revision++) store.Put("a/busy", revision);
        store.Time.Advance(TimeSpan.FromMinutes(11));
        store.Open.Prune();
        Assert.Equal(["a/busy@100=x", "a/still@1=x"], store.List());
        Assert.True(store.Open.TryResume(Pods, 90, out _, out var oldest));
        Assert.Equal(90, oldest);
        Assert.False(store.Open.TryResume(Pods, 89, out _, out _));
        Assert.False(store.Open.TryGetSnapshot(Pods, 89, out _));
        Assert.True(store.Open.TryGetSnapshot(Pods, 90, out var snapshot));
        Assert.Equal(["a/busy@90=x", "a/still@1=x"], store.List(snapshot));
        Assert.Throws<SnapshotExpiredException>(() => store.List(snapshot with { Sequence = snapshot.Sequence - 1 }));
    }

    /// <summary>Invariant 7.</summary>
    [Fact]
    public void Prune_Young_KeepsAll()
    {
        using var store = new TestStore(options => options.KeepEvents = 10);
        for (var revision = 1; revision <= 100; revision++) store.Put("a/busy", revision);
        store.Time.Advance(TimeSpan.FromMinutes(9));
        store.Open.Prune();
        Assert.True(store.Open.TryResume(Pods, 1, out _, out _));
    }

    /// <summary>Invariant 7.</summary>
    [Fact]
    public void Prune_YoungButTooMany_KeepsTheLimit()
    {
        using var store = new TestStore(options => (options.KeepEvents, options.MaxEvents) = (10, 50));
        for (var revision = 1; revision <= 100; revision++) store.Put("a/busy", revision);
        store.Open.Prune();
        Assert.False(store.Open.TryResume(Pods, 49, out _, out var oldest));
        Assert.Equal(50, oldest);
    }

    /// <summary>A reader at the newest revision always has a place to resume from: otherwise it would list again and again.</summary>
    [Fact]
    public void Prune_AllShareTheNewestRevision_LeavesAPlaceToResume()
    {
        using var store = new TestStore(options => (options.KeepEvents, options.MaxEvents) = (2, 2));
        store.Mark(5);
        store.Transact(t => Enumerable.Range(0, 20).Max(i => t.Put(Pods, Key($"a/{i}"), Json($"a/{i}", 5), 5)));
        store.Open.Prune();
        Assert.True(store.Open.TryResume(Pods, store.Open.Latest(Pods).Revision, out _, out _));
        store.Mark(6);
        store.Open.Prune();
        Assert.False(store.Open.TryResume(Pods, 5, out _, out _));
        Assert.True(store.Open.TryResume(Pods, 6, out _, out _));
    }

    /// <summary>Invariant 7: neither the file nor the process grows with the number of changes.</summary>
    [Fact]
    public void Changes_WithoutEnd_DoNotGrowFileOrMemory()
    {
        using var store = new TestStore(options => (options.KeepEvents, options.MaxEvents, options.KeepTime) = (50, 100, TimeSpan.Zero));
        using var idle = store.Open.Watch(Pods, 0);
        var content = new string('p', 4_000);
        long revision = 0;
        Write();
        var (_, memory) = Measure();
        for (var i = 0; i < 14; i++) Write();
        var (file, memoryAfter) = Measure();
        Assert.True(file < revision * content.Length / 3, $"{revision:N0} changes of {content.Length:N0} bytes made a file of {file:N0} bytes");
        Assert.True(memoryAfter < memory + 1_000_000, $"memory grew from {memory:N0} to {memoryAfter:N0} bytes");

        void Write()
        {
            for (var i = 0; i < 600; i++) store.Put($"a/{i % 20}", ++revision, content);
            store.Open.Prune();
        }

        (long File, long Memory) Measure() => (new FileInfo(store.File).Length, GC.GetTotalMemory(forceFullCollection: true));
    }

    [Fact]
    public void Forget_SweepsEverything()
    {
        using var store = new TestStore();
        for (var i = 1; i <= 600; i++) store.Put($"a/{i}", i);
        store.Put("a/s", 601, resource: Slices);
        var old = store.Open.Latest(Pods);
        store.Transact(t => { t.Forget(Pods); return 0; });
        store.Open.Prune();
        Assert.Throws<SnapshotExpiredException>(() => store.List(old));
        Assert.Equal(["a/s@601=x"], store.List(resource: Slices));
        Assert.Equal(1, store.RowsOf("log"));
        Assert.Equal(1, store.RowsOf("objects"));
        Assert.Equal(601, store.Open.Revision);
    }

    [Fact]
    public void PruneInterval_Passes_PrunesByItself()
    {
        using var store = new TestStore(options => options.KeepEvents = 10);
        for (var revision = 1; revision <= 100; revision++) store.Put("a/busy", revision);
        store.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.False(store.Open.TryResume(Pods, 50, out _, out _));
    }
}
