using KubeEdge.EdgeMesh.Edge.Store.Watching;
using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

[Collection(nameof(Alone))]
public sealed class WatchTests
{
    /// <summary>Invariant 4.</summary>
    [Fact]
    public async Task Watch_FromTheLogAndLive_HasEveryChangeOnce()
    {
        using var store = new TestStore();
        store.Put("a/x", 1);
        var start = store.Open.Latest(Pods);
        store.Put("a/x", 2, "y");
        using var watch = store.Open.Watch(Pods, start.Sequence);
        store.Delete("a/x", 3);
        store.Put("a/x", 4);
        var changes = await ReadAsync(watch, 3);
        Assert.Equal(["Modified a/x@2=y", "Deleted a/x@3=y", "Added a/x@4=x"], changes.Select(Text));
        var live = ReadAsync(watch, 1);
        store.Put("a/y", 5);
        Assert.Equal(["Added a/y@5=x"], (await live).Select(Text));
    }

    /// <summary>Law 6: what one watcher makes of a change serves the others.</summary>
    [Fact]
    public async Task Watch_TwoThatAreLive_ShareTheChange()
    {
        using var store = new TestStore();
        using var one = store.Open.Watch(Pods, 0);
        using var two = store.Open.Watch(Pods, 0);
        Assert.False(one.TryRead(out _) || two.TryRead(out _));
        store.Put("a/x", 1);
        Assert.Same((await ReadAsync(one, 1))[0], (await ReadAsync(two, 1))[0]);
    }

    /// <summary>Invariant 9: a watcher that lags costs no memory, and misses nothing while the log reaches back far enough.</summary>
    [Fact]
    public async Task Watch_LagsMoreThanMemoryHolds_GoesOnFromTheLog()
    {
        using var store = new TestStore(options => options.WatchBufferEvents = 5);
        using var watch = store.Open.Watch(Pods, 0);
        Assert.False(watch.TryRead(out _));
        for (var revision = 1; revision <= 300; revision++) store.Put("a/x", revision);
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), (await ReadAsync(watch, 300)).Select(change => change.Revision));
        store.Put("a/x", 301);
        Assert.Equal(301, (await ReadAsync(watch, 1))[0].Revision);
    }

    /// <summary>Invariant 9: where the log is cut below it, a slow watcher is ended, never skipped.</summary>
    [Fact]
    public async Task Watch_LagsBehindTheLog_Ends()
    {
        using var store = new TestStore(options => (options.WatchBufferEvents, options.KeepEvents, options.MaxEvents) = (5, 10, 10));
        using var slow = store.Open.Watch(Pods, 0);
        Assert.False(slow.TryRead(out _));
        for (var revision = 1; revision <= 50; revision++) store.Put("a/x", revision);
        store.Open.Prune();
        Assert.False(slow.TryRead(out _));
        Assert.False(await slow.WaitToReadAsync(TestContext.Current.CancellationToken));
        using var late = store.Open.Watch(Pods, store.Open.Latest(Pods).Sequence - 30);
        Assert.False(await late.WaitToReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Forget_EndsTheWatches()
    {
        using var store = new TestStore();
        store.Put("a/x", 1);
        using var waiting = store.Open.Watch(Pods, store.Open.Latest(Pods).Sequence);
        using var other = store.Open.Watch(Slices, 0);
        var wait = waiting.WaitToReadAsync(TestContext.Current.CancellationToken);
        Assert.False(wait.IsCompleted);
        store.Transact(t => { t.Forget(Pods); return 0; });
        Assert.False(await wait);
        store.Put("a/x", 2, resource: Slices);
        Assert.Single(await ReadAsync(other, 1));
    }

    [Fact]
    public async Task WaitToRead_Cancelled_LeavesTheWatchUsable()
    {
        using var store = new TestStore();
        using var watch = store.Open.Watch(Pods, 0);
        using var cancel = new CancellationTokenSource();
        var wait = watch.WaitToReadAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        store.Put("a/x", 1);
        Assert.Single(await ReadAsync(watch, 1));
    }

    [Fact]
    public async Task Dispose_Store_EndsTheWatches()
    {
        var store = new TestStore();
        var watch = store.Open.Watch(Pods, 0);
        var wait = watch.WaitToReadAsync(TestContext.Current.CancellationToken);
        store.Dispose();
        Assert.False(await wait);
        watch.Dispose();
    }

    /// <summary>A sequence that another database gave out names no state of this one.</summary>
    [Fact]
    public async Task Watch_SequenceOfAnEarlierDatabase_Ends()
    {
        using var store = new TestStore();
        store.Put("a/x", 1);
        var sequence = store.Open.Latest(Pods).Sequence;
        store.Open.Dispose();
        foreach (var file in Directory.GetFiles(store.Directory, "store.db*")) File.Delete(file);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        store.Restart();
        store.Put("a/y", 1);
        using var watch = store.Open.Watch(Pods, sequence);
        Assert.False(await watch.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.Throws<Edge.Store.Reading.SnapshotExpiredException>(() => store.List(new(1, sequence)));
    }

    [Fact]
    public void Watch_Idle_CostsLittleMemory()
    {
        const int Watches = 2_000;
        using var store = new TestStore();
        store.Put("a/x", 1, new string('p', 4_000));
        var opened = new List<IObjectWatch>(Watches);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Watches; i++)
        {
            var watch = store.Open.Watch(Pods, store.Open.Latest(Pods).Sequence);
            opened.Add(watch);
            Assert.False(watch.WaitToReadAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted);
        }
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Watches;
        Assert.True(each < 2_000, $"an idle watch costs {each} bytes");
        opened.ForEach(watch => watch.Dispose());
    }
}
