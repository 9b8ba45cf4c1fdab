using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

namespace KubeEdge.EdgeMesh.Sync.Tests;

/// <summary>Cloud and edge together, from Hello to the last acknowledgement.</summary>
public sealed class StreamTests
{
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
        Assert.Contains("10.1.0.0", edge.Read("discovery.k8s.io/v1/endpointslices", "shop", "web-1"), StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.0.1", edge.Read("discovery.k8s.io/v1/endpointslices", "shop", "web-1"), StringComparison.Ordinal);

        cluster.Pod("cart", "hz-1");
        await edge.SeesAsync("v1/pods", "shop", "cart", json => json is not null);
        cluster.Delete("v1/pods", "shop", "cart");
        await edge.SeesAsync("v1/pods", "shop", "cart", json => json is null);
    }

    internal static FakeCluster Shop()
    {
        var cluster = new FakeCluster();
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
}
