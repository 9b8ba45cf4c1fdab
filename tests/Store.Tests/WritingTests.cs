using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

public sealed class WritingTests
{
    [Fact]
    public void Put_NewObject_IsListedAndRead()
    {
        using var store = new TestStore();
        Assert.Equal(7, store.Put("a/x", 7));
        Assert.Equal(["a/x@7=x"], store.List());
        Assert.Equal(7, store.Open.Get(Pods, Key("a/x"))!.Revision);
        Assert.Equal(7, store.Open.Revision);
        Assert.Equal(7, store.Open.Latest(Pods).Revision);
    }

    [Fact]
    public void Put_RevisionAlreadyServed_IsServedAtTheStreamsRevision()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Mark(10);
        store.Transact(t => { t.Advance(12); return 0; });
        Assert.Equal(12, store.Put("a/y", 8));
        Assert.Equal(["a/x@7=x", "a/y@12=x"], store.List());
        Assert.Equal(12, store.Put("a/x", 5, "older replica"));
        Assert.Equal(["a/x@12=older replica", "a/y@12=x"], store.List());
    }

    [Fact]
    public void Put_FirstSnapshotInAnyOrder_KeepsRevisions()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Put("a/y", 3);
        store.Put("a/z", 5);
        store.Mark(9);
        Assert.Equal(["a/x@7=x", "a/y@3=x", "a/z@5=x"], store.List());
    }

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

    [Fact]
    public void Restart_KeepsObjectsRevisionAndLog()
    {
        using var store = new TestStore();
        store.Put("a/x", 1);
        var old = store.Open.Latest(Pods);
        store.Put("a/x", 2, "y");
        store.Transact(t => { t.Advance(9); return 0; });
        store.Restart();
        Assert.Equal(9, store.Open.Revision);
        Assert.Equal(["a/x@2=y"], store.List());
        Assert.Equal(["a/x@1=x"], store.List(old));
    }
}
