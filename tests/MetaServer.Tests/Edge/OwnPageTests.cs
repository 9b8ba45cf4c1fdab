using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>What is the node's own is shown to who may get that path, by the roles that are held; the cluster, which has one of the same name, is never asked.</summary>
public sealed class OwnPageTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _passed = [];
    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync() => _edge = await EdgeServer.StartAsync(
        context =>
        {
            _passed.Enqueue(context.Request.Path);
            return context.Response.WriteAsync("the cluster's");
        },
        pages: new OwnPage("/metrics", static context => context.Response.WriteAsync("the node's")));

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Page_ForWhoMay_IsTheNodesOwn_OnlineAndOffline(bool online)
    {
        _edge.Grant("""[{"verbs":["get"],"nonResourceURLs":["/metrics"]}]""");
        if (!online) _edge.Store.Disconnected("cut");
        Assert.Equal("the node's", await _edge.Http.GetStringAsync(new Uri(_edge.Address, "/metrics"), TestContext.Current.CancellationToken));
        Assert.Empty(_passed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Page_ForWhoMayNot_Is403_OnlineAndOffline(bool online)
    {
        _edge.Grant("""[{"verbs":["get","list"],"apiGroups":["*"],"resources":["*"]},{"verbs":["get"],"nonResourceURLs":["/metrics/*","/healthz"]}]""");
        if (!online) _edge.Store.Disconnected("cut");
        var status = await _edge.Http.GetFailureAsync("/metrics", 403);
        Assert.StartsWith("forbidden: User \"system:serviceaccount:shop:till\" cannot get path \"/metrics\"", status.Message(), StringComparison.Ordinal);
        Assert.Empty(_passed);
    }

    [Fact]
    public async Task Page_WhileTheRolesAreOnTheirWay_Is403_AndNotTheClusters()
    {
        await _edge.Http.GetFailureAsync("/metrics", 403);
        using var nobody = _edge.Client();
        await nobody.GetFailureAsync("/metrics", 401);
        Assert.Empty(_passed);
    }
}
