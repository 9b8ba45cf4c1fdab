using System.Text;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Sync.Tests;

/// <summary>What a reconnection costs.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task Reconnect_WithNothingChanged_CostsNoObjects()
    {
        var cluster = Services(500);
        await using var cloud = await CloudServer.StartAsync(cluster);
        var first = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await first.SyncedAsync();
        await first.StopAsync();

        var (changes, bytes) = (cloud.Count("changes"), cloud.Count("sent"));
        await using var again = await EdgeNode.StartAsync(cloud.Address, "hz-1", directory: first.Directory);
        await Eventually.True(() => cloud.Count("sent") > bytes, "the marks arrive", TestContext.Current.CancellationToken);
        await again.SyncedAsync();
        Assert.Equal(changes, cloud.Count("changes"));
        Assert.InRange(cloud.Count("sent") - bytes, 1, 3000);
    }

    [Fact]
    public async Task Reconnect_AfterChanges_GetsOnlyTheDifference()
    {
        var cluster = Services(500);
        await using var cloud = await CloudServer.StartAsync(cluster);
        var first = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await first.SyncedAsync();
        await first.StopAsync();

        cluster.Service("service-7", closed: true);
        cluster.Delete("v1/services", "shop", "service-8");
        cluster.Service("service-new", closed: false);
        var changes = cloud.Count("changes");
        await using var again = await EdgeNode.StartAsync(cloud.Address, "hz-1", directory: first.Directory);
        await again.SeesAsync("v1/services", "shop", "service-new", json => json is not null);
        await again.SeesAsync("v1/services", "shop", "service-8", json => json is null);
        await again.SeesAsync("v1/services", "shop", "service-7", json => json!.Contains("range-nodegroup", StringComparison.Ordinal));
        Assert.Equal(3, cloud.Count("changes") - changes);
        Assert.Equal(500, again.Names("v1/services").Count);
    }

    /// <summary>An update names the revision that was read; one that is not the cluster's would meet a conflict until the object changes again.</summary>
    [Fact]
    public async Task Reconnect_AfterChanges_EachIsServedAtItsOwnRevision()
    {
        var cluster = Services(0);
        foreach (var i in Enumerable.Range(0, 200)) cluster.Pod($"pod-{i}", "hz-1");
        await using var cloud = await CloudServer.StartAsync(cluster, options => options.BatchBytes = 4096);
        var first = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await first.SyncedAsync();
        await first.StopAsync();

        // In no order that a table could have; more than one message.
        string[] changed = [.. Enumerable.Range(1, 60).Select(i => $"pod-{i * 37 % 200}"), "pod-new"];
        foreach (var name in changed) cluster.Pod(name, "hz-1", serviceAccount: "other");
        await using var again = await EdgeNode.StartAsync(cloud.Address, "hz-1", directory: first.Directory);
        foreach (var name in changed) await again.SeesAsync("v1/pods", "shop", name, json => json?.Contains("\"other\"", StringComparison.Ordinal) == true);
        Assert.All(cluster.Informer(GroupVersionResource.Parse("v1/pods")).Objects, pod =>
            Assert.Equal(Encoding.UTF8.GetString(pod.Json.Span), again.Read("v1/pods", "shop", pod.Key.Name)));
    }

    [Fact]
    public async Task Reconnect_ToAnotherReplica_CostsNoObjects()
    {
        var cluster = StreamTests.Shop();
        await using var one = await CloudServer.StartAsync(cluster);
        await using var two = await CloudServer.StartAsync(cluster);
        await using var edge = await EdgeNode.StartAsync(one.Address, "hz-1");
        await edge.SyncedAsync();

        edge.Address = two.Address;
        await one.DisposeAsync();
        await Eventually.True(() => two.Count("batches") > 0, "it comes to the other one", TestContext.Current.CancellationToken);
        cluster.Pod("cart", "hz-1");
        await edge.SeesAsync("v1/pods", "shop", "cart", json => json is not null);
        Assert.Equal(1, two.Count("changes"));
    }

    [Fact]
    public async Task Sync_KilledDuringTheSnapshot_GoesOnWhereItWas()
    {
        const int Count = 3000;
        var cluster = Services(Count);
        await using var cloud = await CloudServer.StartAsync(cluster, options => (options.BatchBytes, options.WindowBytes) = (4096, 4096));
        var first = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await Eventually.True(() => first.Names("v1/services").Count > 100, "some have come", TestContext.Current.CancellationToken);
        await first.StopAsync();

        var changes = cloud.Count("changes");
        Assert.InRange(changes, 100, Count - 1);
        await using var again = await EdgeNode.StartAsync(cloud.Address, "hz-1", directory: first.Directory);
        Assert.False(again.IsComplete("v1/services"));
        await again.SyncedAsync();
        Assert.Equal(Count, again.Names("v1/services").Count);
        // What was under way when it was killed is sent twice, and nothing else.
        Assert.InRange(cloud.Count("changes"), Count, Count + 100);
    }

    [Fact]
    public async Task Cloud_DownAndBack_IsSaidAndCaughtUp()
    {
        var cluster = StreamTests.Shop();
        var cloud = await CloudServer.StartAsync(cluster);
        await using var edge = await EdgeNode.StartAsync(cloud.Address, "hz-1");
        await edge.SyncedAsync();
        var port = cloud.Address.Port;
        await cloud.DisposeAsync();
        await edge.SaysAsync("cannot be reached");
        Assert.Equal(["till"], edge.Names("v1/pods"));

        cluster.Pod("cart", "hz-1");
        await using var back = await CloudServer.StartAsync(cluster, port: port);
        await edge.SeesAsync("v1/pods", "shop", "cart", json => json is not null);
        Assert.Null(edge.Store.State.Problem);
    }

    [Fact]
    public async Task Cloud_OfAnotherCluster_EverythingIsSetAside()
    {
        await using var one = await CloudServer.StartAsync(StreamTests.Shop());
        var other = new FakeCluster("99999999-0000-0000-0000-000000000000");
        other.Node("hz-1", "hangzhou");
        other.Pod("stranger", "hz-1");
        await using var two = await CloudServer.StartAsync(other);
        await using var edge = await EdgeNode.StartAsync(one.Address, "hz-1");
        await edge.SyncedAsync();

        edge.Address = two.Address;
        await one.DisposeAsync();
        await edge.SeesAsync("v1/pods", "shop", "stranger", json => json is not null);
        await edge.SyncedAsync();
        Assert.Equal(["stranger"], edge.Names("v1/pods"));
        Assert.Empty(edge.Names("v1/secrets"));
        Assert.Null(edge.Read("v1/services", "shop", "web"));
    }

    private static FakeCluster Services(int count)
    {
        var cluster = new FakeCluster();
        cluster.Node("hz-1", "hangzhou");
        for (var i = 0; i < count; i++) cluster.Service($"service-{i}", closed: false);
        return cluster;
    }
}
