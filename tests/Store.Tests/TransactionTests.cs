using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using Microsoft.Extensions.Logging.Abstractions;
using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

public sealed class TransactionTests
{
    /// <summary>Invariant 6.</summary>
    [Fact]
    public void Transact_Throws_NothingHappened()
    {
        using var store = new TestStore();
        store.Put("a/x", 1);
        var before = store.Open.Latest(Pods);
        using var watch = store.Open.Watch(Pods, before.Sequence);
        Assert.Throws<InvalidDataException>(() => store.Transact<int>(t =>
        {
            t.Put(Pods, Key("a/x"), Json("a/x", 2), 2);
            t.Delete(Pods, Key("a/x"), 3);
            t.SetNote("n", [1]);
            t.Advance(9);
            throw new InvalidDataException();
        }));
        Assert.Equal(before, store.Open.Latest(Pods));
        Assert.Equal(1, store.Open.Revision);
        Assert.Equal(["a/x@1=x"], store.List());
        Assert.Null(store.Transact(t => t.GetNote("n")));
        Assert.False(watch.TryRead(out _));
    }

    /// <summary>Invariant 6.</summary>
    [Fact]
    public void Transact_DiskFull_SaysSoAndGoesOn()
    {
        var directory = Directory.CreateTempSubdirectory("edgemesh-full-").FullName;
        var options = new StoreOptions { FileName = Path.Combine(directory, "small.db") };
        var (connection, head) = new DatabaseFile(options.FileName, options, TimeProvider.System, NullLogger.Instance).Open();
        using (var pool = new ReaderPool(options.FileName, 64, 1))
        using (var writer = new ObjectWriter(connection, new Publication(head, pool, options), options, TimeProvider.System))
        {
            connection.Execute("PRAGMA max_page_count=40");
            long Fill(string name) => writer.Transact(t => t.Put(Pods, Key(name), Json(name, 1, new string('p', 100_000)), t.NextRevision()));
            Assert.Equal(1, Fill("a/x"));
            var fault = Assert.Throws<StoreException>(() => Fill("a/y"));
            Assert.Contains("full: free some space", fault.Message, StringComparison.Ordinal);
            connection.Execute("PRAGMA max_page_count=400");
            Assert.Equal(2, Fill("a/y"));
        }
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void Get_InTheTransaction_SeesItsOwnWrites()
    {
        using var store = new TestStore();
        store.Transact(t =>
        {
            t.Put(Pods, Key("a/x"), Json("a/x", 2), 2, tag: 5);
            Assert.Equal(5UL, t.Get(Pods, Key("a/x"))!.Tag);
            Assert.Equal(2, t.Revision);
            Assert.Null(store.Open.Get(Pods, Key("a/x")));
            t.Delete(Pods, Key("a/x"), 3);
            Assert.Null(t.Get(Pods, Key("a/x")));
            return 0;
        });
        Assert.Null(store.Open.Get(Pods, Key("a/x")));
    }

    [Fact]
    public void Tags_WhileDeleting_AreAllGiven()
    {
        using var store = new TestStore();
        for (var i = 0; i < 20; i++) store.Put($"a/{i}", i + 1, tag: (ulong)i + 1);
        store.Transact(t =>
        {
            foreach (var (key, tag) in t.Tags(Pods)) if (tag % 2 == 0) t.Delete(Pods, key, 30);
            return 0;
        });
        Assert.Equal(10, store.Open.Find(Pods)!.Count);
        Assert.All(store.Transact(t => t.Tags(Pods)), pair => Assert.Equal(1UL, pair.Value % 2));
    }

    [Fact]
    public void Transact_InsideAnother_SaysSo()
    {
        using var store = new TestStore();
        Assert.Throws<InvalidOperationException>(() => store.Transact(_ => store.Put("a/x", 1)));
        Assert.Equal(1, store.Put("a/x", 1));
    }

    [Fact]
    public void Transaction_UsedAfterwards_SaysSo()
    {
        using var store = new TestStore();
        IStoreTransaction? kept = null;
        store.Transact(t => { kept = t; return 0; });
        Assert.Throws<InvalidOperationException>(() => kept!.Delete(Pods, Key("a/x"), 1));
    }

    /// <summary>Keys of documents have slashes in their names.</summary>
    [Fact]
    public void Put_NameWithSlashes_KeepsItsKey()
    {
        using var store = new TestStore();
        Proto.ApiMachinery.Objects.ObjectKey[] keys = [new("", "/api"), new("", "/apis/apps/v1"), new("", "/apis#aggregated")];
        store.Transact(t => keys.Max(key => t.Put(Pods, key, Json("x", 1), t.NextRevision())));
        using var cursor = store.Open.OpenList(new(Pods, store.Open.Latest(Pods)));
        var listed = new List<Proto.ApiMachinery.Objects.ObjectKey>();
        while (cursor.MoveNext()) listed.Add(cursor.Key);
        Assert.Equal(keys.Order(), listed);
        Assert.All(keys, key => Assert.NotNull(store.Open.Get(Pods, key)));
    }

    [Fact]
    public void OpenList_SlashOrder_IsThatOfOneString()
    {
        using var store = new TestStore();
        foreach (var key in (string[])["a/x", "a-b/x", "a/b", "b/x", "a0/x"]) store.Put(key, 1);
        Assert.Equal(["a-b/x", "a/b", "a/x", "a0/x", "b/x"], store.List().Select(text => text.Split('@')[0]));
        Assert.Equal(["a/b", "a/x"], store.List(ns: "a").Select(text => text.Split('@')[0]));
        Assert.Equal(["a/x"], store.List(ns: "a", after: "a/b").Select(text => text.Split('@')[0]));
        Assert.Equal(["a0/x", "b/x"], store.List(after: "a/x").Select(text => text.Split('@')[0]));
    }
}
