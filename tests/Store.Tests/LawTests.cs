using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

/// <summary>Law 2, case by case; Model/ has it in full.</summary>
public sealed class LawTests
{
    /// <summary>Invariant 1.</summary>
    [Fact]
    public void Put_RevisionAboveWhatWasServed_IsServedAtItsOwn()
    {
        using var store = new TestStore();
        store.Mark(5);
        Assert.Equal(7, store.Put("a/x", 7));
        Assert.Equal(["a/x@7=x"], store.List());
        Assert.Equal(7, store.Open.Get(Pods, Key("a/x"))!.Revision);
        Assert.Equal(7, store.Open.Revision);
        Assert.Equal(7, store.Open.Latest(Pods).Revision);
    }

    /// <summary>Invariant 1.</summary>
    [Fact]
    public void Put_RevisionAlreadyServed_IsServedAtTheStreamsAndRewritten()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Mark(10);
        store.Transact(t => { t.Advance(12); return 0; });
        Assert.Equal(12, store.Put("a/y", 8));
        Assert.Equal(12, store.Put("a/x", 5, "older replica"));
        Assert.Equal(["a/x@12=older replica", "a/y@12=x"], store.List());
    }

    /// <summary>Invariant 1: a client that reads it and writes it back must not meet a conflict.</summary>
    [Fact]
    public void Put_IntoANodesShareThatNobodyWatches_KeepsItsOwn_AndResumingFromBeforeIsRefused()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Transact(t => { t.MarkComplete(Pods, CollectionScope.Node, 10); return 0; });
        Assert.Equal(5, store.Put("a/y", 5));
        Assert.Equal(["a/x@7=x", "a/y@5=x"], store.List());
        Assert.Equal(10, store.Open.Latest(Pods).Revision);
        Assert.False(store.Open.TryResume(Pods, 9, out _, out _));
        Assert.True(store.Open.TryResume(Pods, 10, out _, out _));
        using var watch = store.Open.Watch(Pods, store.Open.Latest(Pods).Sequence);
        Assert.Equal(10, store.Put("a/z", 4));
    }

    /// <summary>Invariant 1: the kubelet watches its pods while somebody else's interest makes the share the whole.</summary>
    [Fact]
    public async Task Put_OfWhatNobodyIsShown_KeepsItsOwn_AndTheWatchesOfTheShareGoOn()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Transact(t => { t.MarkComplete(Pods, CollectionScope.Node, 10); return 0; });
        var state = store.Open.Latest(Pods);
        using var own = store.Open.Watch(Pods, state.Sequence, new WatchedPart("a", "", static (_, json) => json.IndexOf("ours"u8) >= 0));
        using var named = store.Open.Watch(Pods, state.Sequence, new WatchedPart("a", "x", null));
        Assert.Equal(5, store.Put("a/y", 5, "theirs"));
        Assert.Equal(6, store.Put("b/y", 6, "ours in another namespace"));
        Assert.Equal(10, store.Put("a/z", 4, "ours"));
        // A state that was read before can still be read, and the watches that were open miss nothing.
        Assert.Equal(["a/x@7=x"], store.List(state));
        Assert.Equal(["Added a/y@5=theirs", "Added b/y@6=ours in another namespace", "Added a/z@10=ours"], (await ReadAsync(own, 3)).Select(Text));
        Assert.False(store.Open.TryResume(Pods, 9, out _, out _));
        Assert.True(store.Open.TryResume(Pods, 10, out var after, out _));
        using var resumed = store.Open.Watch(Pods, after);
        store.Transact(t => { t.MarkComplete(Pods, CollectionScope.All, 12); return 0; });
        Assert.Equal(13, store.Put("a/y", 13, "changed"));
        Assert.Equal(["Added a/z@10=ours", "Modified a/y@13=changed"], (await ReadAsync(resumed, 2)).Select(Text));
    }

    /// <summary>Invariant 1: what it would cost too much to find out is taken as watched.</summary>
    [Fact]
    public void Put_WithMoreWatchesThanMayBeAsked_IsServedAtTheStreams()
    {
        using var store = new TestStore();
        store.Transact(t => { t.MarkComplete(Pods, CollectionScope.Node, 10); return 0; });
        var watches = Enumerable.Range(0, 100).Select(_ => store.Open.Watch(Pods, 0, new WatchedPart("", "", static (_, _) => false))).ToList();
        Assert.Equal(10, store.Put("a/x", 5));
        foreach (var watch in watches) watch.Dispose();
        Assert.Equal(5, store.Put("a/y", 5));
    }

    /// <summary>Invariant 1: an informer takes no notice of a change whose version is the one that it has.</summary>
    [Fact]
    public async Task Change_AtAVersionThatEqualsTheServedOne_IsServedAboveIt()
    {
        using var store = new TestStore();
        store.Mark(10);
        store.Put("a/x", 12, "first");
        using var watch = store.Open.Watch(Pods, store.Open.Latest(Pods).Sequence);
        Assert.Equal(13, store.Put("a/x", 12, "heard late"));
        Assert.Equal(14, store.Put("a/x", 11, "heard later"));
        Assert.True(store.Delete("a/x", 12));
        Assert.Equal(16, store.Put("a/x", 12, "back again"));
        Assert.Equal(
            ["Modified a/x@13=heard late", "Modified a/x@14=heard later", "Deleted a/x@15=heard later", "Added a/x@16=back again"],
            (await ReadAsync(watch, 4)).Select(Text));
        Assert.Equal(20, store.Put("a/x", 20, "the cluster has come further"));
    }

    /// <summary>Invariant 11: what was deleted and made anew while the node was away comes as one change.</summary>
    [Fact]
    public async Task AnotherObject_OfTheSameName_IsADeletionAndAnAddition()
    {
        using var store = new TestStore();
        store.Mark(10);
        store.Put("a/x", 12, "first", uid: "one");
        store.Put("a/x", 13, "changed", uid: "one");
        using var watch = store.Open.Watch(Pods, store.Open.Latest(Pods).Sequence);
        Assert.Equal(20, store.Put("a/x", 20, "second", uid: "two"));
        store.Put("a/y", 29);
        Assert.Equal(30, store.Put("a/x", 30, "third", uid: "three"));
        store.Mark(40);
        Assert.Equal(41, store.Put("a/x", 35, "heard late", uid: "four"));
        string[] all =
        [
            "Deleted a/x@19=changed", "Added a/x@20=second", "Added a/y@29=x", "Deleted a/x@29=second", "Added a/x@30=third",
            "Deleted a/x@40=third", "Added a/x@41=heard late",
        ];
        Assert.Equal(all, (await ReadAsync(watch, all.Length)).Select(Text));
        Assert.Equal(["a/x@41=heard late", "a/y@29=x"], store.List());
        Assert.True(store.Open.TryResume(Pods, 19, out var after, out _));
        using var resumed = store.Open.Watch(Pods, after);
        Assert.Equal(all[1..], (await ReadAsync(resumed, all.Length - 1)).Select(Text));
    }

    /// <summary>Invariant 1.</summary>
    [Fact]
    public async Task Delete_RevisionAlreadyServed_IsServedAtTheStreams()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Mark(10);
        using var watch = store.Open.Watch(Pods, store.Open.Latest(Pods).Sequence);
        store.Transact(t =>
        {
            t.Advance(11);
            return t.Delete(Pods, Key("a/x"), 8);
        });
        Assert.Equal(["Deleted a/x@11=x"], (await ReadAsync(watch, 1)).Select(Text));
        Assert.False(store.Delete("a/x", 12));
        Assert.Equal(11, store.Open.Revision);
    }

    /// <summary>Invariant 1: nobody has been served yet, so nobody can see a version go back.</summary>
    [Fact]
    public void Put_FirstSnapshotInAnyOrder_KeepsRevisions()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Put("a/y", 3);
        store.Put("a/z", 5);
        store.Mark(9);
        Assert.Equal(["a/x@7=x", "a/y@3=x", "a/z@5=x"], store.List());
        Assert.False(store.Open.TryResume(Pods, 8, out _, out var oldest));
        Assert.Equal(9, oldest);
    }

    /// <summary>Invariant 2.</summary>
    [Fact]
    public void Put_EqualTag_ChangesNothing()
    {
        using var store = new TestStore();
        store.Put("a/x", 7, tag: 42);
        var before = store.Open.Latest(Pods);
        Assert.Equal(7, store.Put("a/x", 9, tag: 42));
        Assert.Equal(before, store.Open.Latest(Pods));
        Assert.Equal(9, store.Put("a/x", 9, tag: 43));
        Assert.Equal(["a/x@9=x"], store.List());
    }

    /// <summary>Invariant 2.</summary>
    [Fact]
    public void Put_TagZero_IsAlwaysAChange()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        Assert.Equal(8, store.Put("a/x", 8));
    }

    [Fact]
    public void Put_OtherVersionInTheJson_IsMadeToMatch()
    {
        using var store = new TestStore();
        store.Transact(t => t.Put(Pods, Key("a/x"), Json("a/x", 3), 8));
        Assert.Equal(["a/x@8=x"], store.List());
    }

    [Fact]
    public void Put_WithoutMetadata_IsRefusedWhole()
    {
        using var store = new TestStore();
        Assert.Throws<FormatException>(() => store.Transact(t =>
        {
            t.Put(Pods, Key("a/x"), Json("a/x", 3), 3);
            return t.Put(Pods, Key("a/y"), "{}"u8, 4);
        }));
        Assert.Null(store.Open.Find(Pods));
        Assert.Equal(0, store.Open.Revision);
    }

    /// <summary>Invariant 5.</summary>
    [Fact]
    public async Task TryResume_SharedRevision_ReplaysAllThatShareIt()
    {
        using var store = new TestStore();
        store.Mark(5);
        store.Transact(t =>
        {
            t.Put(Pods, Key("a/x"), Json("a/x", 7), 7);
            t.Put(Pods, Key("a/y"), Json("a/y", 7), 7);
            return t.Put(Pods, Key("a/z"), Json("a/z", 7), 7);
        });
        Assert.True(store.Open.TryResume(Pods, 7, out var after, out _));
        using var watch = store.Open.Watch(Pods, after);
        Assert.Equal(["Added a/x@7=x", "Added a/y@7=x", "Added a/z@7=x"], (await ReadAsync(watch, 3)).Select(Text));
        Assert.False(watch.TryRead(out _));
    }

    /// <summary>Invariant 5: whoever listed at the mark has not seen what came later at its revision.</summary>
    [Fact]
    public async Task TryResume_ChangeAtTheRevisionOfAMark_ReplaysIt()
    {
        using var store = new TestStore();
        store.Mark(5);
        store.Put("a/x", 4);
        Assert.True(store.Open.TryResume(Pods, 5, out var after, out _));
        using var watch = store.Open.Watch(Pods, after);
        Assert.Equal(["Added a/x@5=x"], (await ReadAsync(watch, 1)).Select(Text));
    }

    [Fact]
    public void TryResume_LoneChange_IsNotRepeated()
    {
        using var store = new TestStore();
        store.Mark(5);
        store.Put("a/x", 7);
        Assert.True(store.Open.TryResume(Pods, 7, out var after, out _));
        using var watch = store.Open.Watch(Pods, after);
        Assert.False(watch.TryRead(out _));
    }

    [Fact]
    public void TryGetSnapshot_Future_IsRefused()
    {
        using var store = new TestStore();
        store.Mark(5);
        Assert.True(store.Open.TryGetSnapshot(Pods, 5, out var now));
        Assert.Equal(store.Open.Latest(Pods), now);
        Assert.False(store.Open.TryGetSnapshot(Pods, 6, out _));
    }

    [Fact]
    public void IsSource_EveryCollectionIsAsNewAsTheStore()
    {
        using var store = new TestStore(options => options.IsSource = true);
        store.Transact(t => t.Put(Pods, Key("a/x"), Json("a/x", 1), t.NextRevision()));
        store.Transact(t => t.Put(Slices, Key("a/s"), Json("a/s", 2), t.NextRevision()));
        Assert.Equal(2, store.Open.Latest(Pods).Revision);
        Assert.True(store.Open.TryGetSnapshot(Pods, 2, out var snapshot));
        Assert.Equal(["a/x@1=x"], store.List(snapshot));
        Assert.True(store.Open.TryResume(Pods, 1, out _, out _));
    }

    [Fact]
    public void MarkComplete_TellsWhatIsHeld()
    {
        using var store = new TestStore();
        Assert.Null(store.Open.Find(Pods));
        store.Put("a/x", 7);
        Assert.Equal(CollectionScope.None, store.Open.Find(Pods)!.Complete);
        store.Mark(9);
        var bytes = Json("a/x", 7).Length;
        Assert.Equal(new CollectionState(Pods, CollectionScope.All, 9, 1, bytes), store.Open.Find(Pods));
        store.Transact(t => { t.Forget(Pods); return 0; });
        Assert.Null(store.Open.Find(Pods));
        Assert.Empty(store.Open.All());
        Assert.Empty(store.List());
    }
}
