using KubeEdge.EdgeMesh.Edge.MetaServer;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.MetaServer.Interest;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>What is kept because callers read it goes when they no longer do, or when there is no such kind any more.</summary>
public sealed class InterestKeeperTests
{
    private const string Discovery = """
        {"kind":"APIResourceList","groupVersion":"shop.example/v1","resources":[{"name":"tills","kind":"Till","namespaced":true,"verbs":["get","list","watch"]}]}
        """;

    [Fact]
    public async Task Interest_UnusedForLong_IsDropped_ButNotWhileItIsWatched()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var edge = await EdgeServer.StartAsync(time: clock, wantedIdle: TimeSpan.FromHours(1));
        edge.Grant();
        await edge.Http.GetAsync(new Uri(edge.Address, "/api/v1/pods"), TestContext.Current.CancellationToken);
        await edge.Http.GetAsync(new Uri(edge.Address, "/api/v1/secrets"), TestContext.Current.CancellationToken);
        Assert.Equal(2, edge.Store.Interests().Count);
        edge.Store.Complete(Objects.Pods.Resource);
        using var watch = await WatchReader.OpenAsync(edge.Http, "/api/v1/pods?watch=1&timeoutSeconds=36000");

        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromMinutes(2));
            return edge.Store.Interests().All(interest => interest.Resource != Objects.Secrets.Resource);
        });
        Assert.Equal([Objects.Pods.Resource], edge.Store.Interests().Select(interest => interest.Resource));

        watch.Dispose();
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromMinutes(2));
            return edge.Store.Interests().Count == 0;
        });
    }

    [Fact]
    public async Task Interest_WhileTheCloudIsAway_IsKept()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var edge = await EdgeServer.StartAsync(time: clock, wantedIdle: TimeSpan.FromHours(1));
        edge.Grant();
        edge.Store.Want(Objects.Pods.Resource, "system:serviceaccount:shop:till");
        edge.Store.Want(Objects.Secrets.Resource, "system:serviceaccount:shop:till");
        edge.Store.Disconnected("cut");
        for (var i = 0; i < 30; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(6));
            await Task.Yield();
        }
        Assert.Equal(2, edge.Store.Interests().Count);

        edge.Store.Connected();
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromMinutes(6));
            return edge.Store.Interests().Count == 0;
        });
    }

    [Fact]
    public async Task Interest_ThatAFullDiskKeeps_GoesWhenThereIsRoom()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var edge = await EdgeServer.StartAsync();
        edge.Store.Want(Objects.Pods.Resource, "system:serviceaccount:shop:till");
        var disk = new FullDisk(edge.Store);
        using var keeper = new InterestKeeper(
            disk, edge.Store, edge.Store, edge.Service<IResourceCatalog>(), edge.Service<CallerLimits>(), edge.Store,
            Options.Create(new EdgeMetaServerOptions { WantedIdle = TimeSpan.FromHours(1) }), clock, NullLogger<InterestKeeper>.Instance);
        await keeper.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => disk.Refusals > 1);
        Assert.Single(edge.Store.Interests());
        disk.IsFull = false;
        await UntilAsync(() => edge.Store.Interests().Count == 0);
        await keeper.StopAsync(TestContext.Current.CancellationToken);

        Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromMinutes(6));
            return condition();
        });
    }

    [Fact]
    public async Task Interest_InAKindThatTheClusterNoLongerServes_IsDropped()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant();
        edge.Store.PutDocument("/apis/shop.example/v1", Discovery);
        edge.Store.Complete(Objects.Documents);
        edge.Store.Want(Objects.Tills.Resource, "system:serviceaccount:shop:till");
        edge.Store.Want(Objects.Pods.Resource, "system:serviceaccount:shop:till");

        edge.Store.DropDocument("/apis/shop.example/v1");
        await Eventually.TrueAsync(() => edge.Store.Interests().Count == 1);
        Assert.Equal(Objects.Pods.Resource, edge.Store.Interests()[0].Resource);
    }

    /// <summary>Columns and fields of a kind whose definition has just arrived, with no restart.</summary>
    [Fact]
    public async Task Definition_ThatArrives_GivesItsKindColumnsAndFields_OfflineToo()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant();
        edge.Store.Put(Objects.Tills, "shop/a", "\"spec\":{\"color\":\"red\"}");
        edge.Store.Put(Objects.Tills, "shop/b", "\"spec\":{\"color\":\"blue\"}");
        edge.Store.Complete(Objects.Tills.Resource);
        edge.Store.PutDocument("/apis/shop.example/v1", Discovery);
        await edge.Http.GetFailureAsync("/apis/shop.example/v1/tills?fieldSelector=spec.color%3Dred", 400);

        edge.Store.PutDocument("/apis/shop.example/v1/tills#definition", """
            {"additionalPrinterColumns":[{"name":"Color","type":"string","jsonPath":".spec.color"}],"selectableFields":[{"jsonPath":".spec.color"}]}
            """);
        edge.Store.Disconnected("cut");
        var table = await edge.Http.GetJsonAsync("/apis/shop.example/v1/tills?fieldSelector=spec.color%3Dred", "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(["Name", "Color"], table["columnDefinitions"]!.AsArray().Select(column => (string)column!["name"]!));
        Assert.Equal("""["a","red"]""", Assert.Single(table["rows"]!.AsArray())!["cells"]!.ToJsonString());
    }

    private sealed class FullDisk(ICollections inner) : ICollections
    {
        private int _refusals;

        public volatile bool IsFull = true;

        public int Refusals => Volatile.Read(ref _refusals);

        public CollectionState? Find(GroupVersionResource resource) => inner.Find(resource);

        public IReadOnlyList<CollectionState> All() => inner.All();

        public void Want(GroupVersionResource resource, string user) => inner.Want(resource, user);

        public void Release(GroupVersionResource resource, string user)
        {
            if (IsFull)
            {
                Interlocked.Increment(ref _refusals);
                throw new StoreException("the disk is full");
            }
            inner.Release(resource, user);
        }

        public IReadOnlyList<CollectionInterest> Interests() => inner.Interests();

        public ValueTask<long> WaitForInterestsAsync(long version, CancellationToken cancellationToken) => inner.WaitForInterestsAsync(version, cancellationToken);
    }
}
