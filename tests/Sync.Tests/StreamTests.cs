using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Sync.Tests;

/// <summary>Cloud and edge together, from Hello to the last acknowledgement.</summary>
public sealed class StreamTests
{
    private const string Slices = "discovery.k8s.io/v1/endpointslices";

    [Fact]
    public async Task Connect_EmptyStore_ReceivesTheShareAndThenEveryChange()
    {
        var cluster = Shop();
        await using var cloud = await CloudServer.StartAsync(cluster);
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();

        Assert.Equal(["till"], edge.Names("v1/pods"));
        Assert.Equal(["till-key"], edge.Names("v1/secrets"));
        Assert.Equal(["hz-1"], edge.Names("v1/nodes"));
        Assert.Contains("10.1.0.0", edge.Read(Slices, "shop", "web-1"), StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.0.1", edge.Read(Slices, "shop", "web-1"), StringComparison.Ordinal);

        cluster.Pod("cart", "hz-1");
        await edge.SeesAsync("v1/pods", "shop", "cart", json => json is not null);
        cluster.Delete("v1/pods", "shop", "cart");
        await edge.SeesAsync("v1/pods", "shop", "cart", json => json is null);
    }

    [Fact]
    public async Task Secret_ComesAndGoesWithThePodThatNamesIt()
    {
        var cluster = Shop();
        await using var cloud = await CloudServer.StartAsync(cluster);
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();

        cluster.Pod("cart", "hz-1", secrets: ["other-key"]);
        await edge.SeesAsync("v1/secrets", "shop", "other-key", json => json is not null);
        cluster.Delete("v1/pods", "shop", "cart");
        await edge.SeesAsync("v1/secrets", "shop", "other-key", json => json is null);
    }

    [Fact]
    public async Task Service_AnnotatedAndBack_IsTwoModificationsWithRisingVersions()
    {
        var cluster = Shop();
        cluster.Service("web", closed: false);
        await using var cloud = await CloudServer.StartAsync(cluster);
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();
        using var watch = edge.Watch(Slices);

        cluster.Service("web", closed: true);
        await edge.SeesAsync(Slices, "shop", "web-1", json => !json!.Contains("bj-1", StringComparison.Ordinal));
        cluster.Service("web", closed: false);
        await edge.SeesAsync(Slices, "shop", "web-1", json => json!.Contains("bj-1", StringComparison.Ordinal));

        AssertModifications(watch, 2);
    }

    [Fact]
    public async Task Node_MovesToAnotherGroup_IsOneModificationWithAHigherVersion()
    {
        var cluster = Shop();
        await using var cloud = await CloudServer.StartAsync(cluster);
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();
        using var watch = edge.Watch(Slices);

        cluster.Node("hz-1", "beijing");
        await edge.SeesAsync(Slices, "shop", "web-1", json => json!.Contains("bj-1", StringComparison.Ordinal));
        AssertModifications(watch, 1);
    }

    [Fact]
    public async Task Node_Deleted_IsSaidAndServingGoesOn()
    {
        var cluster = Shop();
        await using var cloud = await CloudServer.StartAsync(cluster);
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();
        cluster.Delete("v1/nodes", "", "hz-1");
        await edge.SaysAsync("'hz-1'");
        Assert.Equal(["till"], edge.Names("v1/pods"));

        cluster.Node("hz-1", "hangzhou");
        await Eventually.True(() => edge.Store.State.Connected, "it comes back by itself", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Interest_Granted_BringsTheWholeCollectionAndItsReleaseTakesItAway()
    {
        const string User = "system:serviceaccount:shop:default";
        var pods = GroupVersionResource.Parse("v1/pods");
        var cluster = Shop();
        await using var cloud = await CloudServer.StartAsync(cluster);
        cloud.Authorizer.Allow(User, "v1/pods");
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();
        using var watch = edge.Watch("v1/pods");

        edge.Store.Want(pods, User);
        await Eventually.True(() => edge.Store.Find(pods)!.Complete == Edge.Store.Collections.CollectionScope.All, "it is held whole", TestContext.Current.CancellationToken);
        Assert.Equal(["desk", "till"], edge.Names("v1/pods").Order());
        Assert.Equal([WatchEventType.Added], Read(watch).Select(change => change.Type));

        edge.Store.Release(pods, User);
        await Eventually.True(() => edge.Store.Find(pods)!.Complete == Edge.Store.Collections.CollectionScope.Node, "it is the node's share again", TestContext.Current.CancellationToken);
        Assert.Equal(["till"], edge.Names("v1/pods"));
    }

    [Fact]
    public async Task Interest_Denied_IsTakenBackAndNotAskedAgain()
    {
        const string User = "system:serviceaccount:shop:default";
        var deployments = GroupVersionResource.Parse("apps/v1/deployments");
        await using var cloud = await CloudServer.StartAsync(Shop());
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();

        for (var i = 0; i < 3; i++)
        {
            edge.Store.Want(deployments, User);
            await Eventually.True(() => edge.Store.Interests().Count == 0, "the interest is taken back", TestContext.Current.CancellationToken);
        }
        Assert.Equal(1, cloud.Authorizer.Questions);
        Assert.Null(edge.Store.Find(deployments));
    }

    [Fact]
    public async Task Interest_AfterARestart_HoldsTheWholeCollectionWithoutSendingItAgain()
    {
        const string User = "system:serviceaccount:shop:default";
        var pods = GroupVersionResource.Parse("v1/pods");
        await using var cloud = await CloudServer.StartAsync(Shop());
        cloud.Authorizer.Allow(User, "v1/pods");
        var first = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await first.SyncedAsync();
        first.Store.Want(pods, User);
        await Eventually.True(() => first.Store.Find(pods)!.Complete == Edge.Store.Collections.CollectionScope.All, "it is held whole", TestContext.Current.CancellationToken);
        await first.StopAsync();

        var before = cloud.Count("changes");
        await using var again = await EdgeNode.StartAsync(cloud.Address, "hz-1", directory: first.Directory);
        using var watch = again.Watch("v1/pods");
        await again.SyncedAsync();
        await Eventually.True(() => cloud.Authorizer.Questions == 2, "it is asked again", TestContext.Current.CancellationToken);
        Assert.Equal(["desk", "till"], again.Names("v1/pods").Order());
        Assert.Equal(before, cloud.Count("changes"));
        Assert.Empty(Read(watch));
    }

    internal static FakeCluster Shop(string? uid = null)
    {
        var cluster = uid is null ? new FakeCluster() : new FakeCluster(uid);
        cluster.Node("hz-1", "hangzhou");
        cluster.Node("hz-2", "hangzhou");
        cluster.Node("bj-1", "beijing");
        cluster.Secret("till-key");
        cluster.Secret("other-key");
        cluster.Pod("till", "hz-1", secrets: ["till-key"]);
        cluster.Pod("desk", "bj-1", secrets: ["other-key"]);
        cluster.Service("web", closed: true);
        cluster.Slice("web-1", "web", "hz-1", "bj-1");
        cluster.Endpoints("web", ["hz-1", "bj-1"], []);
        return cluster;
    }

    private static void AssertModifications(IObjectWatch watch, int count)
    {
        var changes = Read(watch);
        Assert.Equal(Enumerable.Repeat(WatchEventType.Modified, count), changes.Select(change => change.Type));
        Assert.Equal(changes.Select(change => change.Revision).Distinct().Order(), changes.Select(change => change.Revision));
    }

    private static List<StoredEvent> Read(IObjectWatch watch)
    {
        var changes = new List<StoredEvent>();
        while (watch.TryRead(out var change)) changes.Add(change);
        return changes;
    }
}
