using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

/// <summary>Objects that are read over and over come from memory, and are never of another state than the collection is in.</summary>
public sealed class RereadTests
{
    private static readonly GroupVersionResource Secrets = new("", "v1", "secrets");

    [Fact]
    public void Get_OverAndOver_IsReadFromDiskTwice()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Put("a/y", 8);
        var (first, second, third) = (Get(store, "a/x"), Get(store, "a/x"), Get(store, "a/x"));
        Assert.NotSame(first, second);
        Assert.Same(second, third);
        Assert.Equal("a/x@7=x", Text(Key("a/x"), third!.Revision, third.Json.Span));
    }

    /// <summary>Who reads thousands once does not drive out what others read over and over.</summary>
    [Fact]
    public void Get_OfManyOnce_LeavesWhatIsReadOften()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Transact(t =>
        {
            for (var i = 0; i < 1000; i++) t.Put(Pods, Key($"a/other-{i}"), Json($"a/other-{i}", 8 + i), 8 + i, 0);
            return 0;
        });
        var kept = ReadOften(store, "a/x")[^1];
        for (var i = 0; i < 1000; i++) Get(store, $"a/other-{i}");
        Assert.Same(kept, Get(store, "a/x"));
    }

    [Fact]
    public void Get_AfterAChange_IsWhatThereIsNow()
    {
        using var store = new TestStore();
        store.Put("a/x", 7, "before");
        ReadOften(store, "a/x");
        store.Put("a/x", 8, "after");
        Assert.All(ReadOften(store, "a/x"), found => Assert.Equal("a/x@8=after", Text(Key("a/x"), found!.Revision, found.Json.Span)));
        store.Delete("a/x", 9);
        Assert.All(ReadOften(store, "a/x"), Assert.Null);
        store.Put("a/x", 10, "again");
        Assert.All(ReadOften(store, "a/x"), found => Assert.Equal(10, found!.Revision));
    }

    /// <summary>The same name and the same sequence number of changes elsewhere are another object.</summary>
    [Fact]
    public void Get_OfTheSameName_IsOfItsOwnCollection()
    {
        using var store = new TestStore();
        store.Put("a/x", 7, "pod");
        store.Put("a/x", 8, "slice", resource: Slices);
        ReadOften(store, "a/x");
        Assert.All(ReadOften(store, "a/x", Slices), found => Assert.Equal("a/x@8=slice", Text(Key("a/x"), found!.Revision, found.Json.Span)));
        Assert.All(ReadOften(store, "a/x"), found => Assert.Equal("a/x@7=pod", Text(Key("a/x"), found!.Revision, found.Json.Span)));
    }

    /// <summary>What is encrypted on the disk does not stay in the clear in memory, and large objects do not fill it.</summary>
    [Fact]
    public void Get_OfASecretOrALargeObject_KeepsNothing()
    {
        using var store = new TestStore(options => options.SecretsKey = SecretsKey.Derive("the key of this machine"u8));
        store.Put("a/x", 7, resource: Secrets);
        store.Put("a/large", 8, new string('x', 16 * 1024));
        Assert.Equal(4, ReadOften(store, "a/x", Secrets).Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal(4, ReadOften(store, "a/large").Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    private static StoredObject? Get(TestStore store, string key, GroupVersionResource? resource = null) => store.Open.Get(resource ?? Pods, Key(key));

    private static List<StoredObject?> ReadOften(TestStore store, string key, GroupVersionResource? resource = null) =>
        [.. Enumerable.Range(0, 4).Select(_ => Get(store, key, resource))];
}
