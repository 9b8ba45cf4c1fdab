using System.Net;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>No caller can have all of the server, and none the node's part of it.</summary>
public sealed class FairnessTests
{
    private const string Pods = "/api/v1/pods";
    private static readonly UserIdentity Kubelet = new("system:node:n1", ["system:nodes"]);

    [Fact]
    public async Task Caller_WithTooManyWatches_Is429WithRetryAfter_AndReadsOnOnceOneHasEnded()
    {
        await using var edge = await StartAsync(limits => limits.WatchesPerCaller = 3);
        var watches = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++) watches.Add(await edge.Http.AskAsync(Pods + "?watch=1"));
        Assert.All(watches, watch => Assert.Equal(HttpStatusCode.OK, watch.StatusCode));

        using var refused = await edge.Http.AskAsync(Pods + "?watch=1");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        var status = await refused.ReadFailureAsync(429);
        Assert.Equal("TooManyRequests", (string?)status["reason"]);
        Assert.Equal(1, (int?)status["details"]!["retryAfterSeconds"]);
        Assert.Contains("system:serviceaccount:shop:till has 3 watches open", status.Message(), StringComparison.Ordinal);
        await edge.Http.GetJsonAsync(Pods);

        watches[0].Dispose();
        await Eventually.TrueAsync(() =>
        {
            using var again = edge.Http.AskAsync(Pods + "?watch=1").GetAwaiter().GetResult();
            return again.StatusCode == HttpStatusCode.OK;
        });
        foreach (var watch in watches) watch.Dispose();
    }

    [Fact]
    public void Pods_WithAllTheyMayHave_LeaveTheNodeItsPart()
    {
        var limits = Limits(new CallerLimitOptions { Watches = 2, WatchesPerCaller = 2, NodeWatches = 2, Lists = 1, ListsPerCaller = 1, NodeLists = 1 });
        foreach (var verb in (string[])["watch", "list"])
        {
            for (var i = 0; i < (verb == "watch" ? 2 : 1); i++) Assert.NotNull(limits.Enter(Pod($"a{i}"), Request(verb)));
            Assert.Throws<StatusException>(() => limits.Enter(Pod("b"), Request(verb)));
            using var own = limits.Enter(Kubelet, Request(verb));
            Assert.NotNull(own);
            // Another node's name is a caller like any other.
            Assert.Throws<StatusException>(() => limits.Enter(new UserIdentity("system:node:n2", ["system:nodes"]), Request(verb)));
        }
        using var first = limits.Enter(Kubelet, Request("watch"));
        using var last = limits.Enter(Kubelet, Request("watch"));
        Assert.Equal(429, Assert.Throws<StatusException>(() => limits.Enter(Kubelet, Request("watch"))).Status.Code);
        Assert.Null(limits.Enter(Pod("b"), Request("get")));
    }

    [Fact]
    public void Place_LeftTwice_CountsOnce()
    {
        var limits = Limits(new CallerLimitOptions { ListsPerCaller = 2 });
        var first = limits.Enter(Pod("a"), Request("list"))!;
        using var second = limits.Enter(Pod("a"), Request("list"));
        first.Dispose();
        first.Dispose();
        using var third = limits.Enter(Pod("a"), Request("list"));
        Assert.Throws<StatusException>(() => limits.Enter(Pod("a"), Request("list")));
    }

    /// <summary>Sixteen callers ask for 24 MB each and read nothing: what waits for them is bounded, and others are served.</summary>
    [Fact]
    public async Task SlowReaders_OfLongLists_CostABoundedBuffer_AndNobodyElse()
    {
        await using var edge = await StartAsync(limits => limits.ListsPerCaller = 17);
        var filling = new string('x', 4000);
        for (var i = 0; i < 6000; i++) edge.Store.Put(Objects.Pods, $"shop/p{i:0000}", $"\"spec\":{{\"nodeName\":\"{filling}\"}}");
        edge.Store.Complete(Objects.Pods.Resource);
        await edge.Http.GetJsonAsync(Pods + "?limit=1");

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var slow = new List<HttpResponseMessage>();
        for (var i = 0; i < 16; i++) slow.Add(await edge.Http.AskAsync(Pods));
        await edge.Http.GetJsonAsync(Pods + "?limit=10");
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        foreach (var answer in slow) answer.Dispose();
        // The client's buffers are in this process too.
        Assert.True(grown < 32, $"16 slow readers cost {grown:0.0} MiB");
    }

    /// <summary>Law 14: its place, and what waits for it, is free again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Watch_ThatNobodyReads_IsBrokenOffAfterAWhile_AndOneThatIsReadGoesOn(int version)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var edge = await EdgeServer.StartAsync(limits: limits => limits.WatchesPerCaller = 2, time: time);
        edge.Grant();
        edge.Store.Complete(Objects.Pods.Resource);
        using var reader = edge.Client(version == 1 ? HttpVersion.Version11 : HttpVersion.Version20);
        reader.DefaultRequestHeaders.Authorization = edge.Http.DefaultRequestHeaders.Authorization;
        using var read = await WatchReader.OpenAsync(reader, $"{Pods}?watch=1&fieldSelector=metadata.name%3Dlast&resourceVersion={edge.Store.Revision}");
        using var unread = await reader.AskAsync($"{Pods}?watch=1&resourceVersion={edge.Store.Revision}");
        Assert.Equal(HttpStatusCode.OK, unread.StatusCode);
        var filling = new string('x', 200_000);
        // More than the client's system, the server's and the connection take in together.
        for (var i = 0; i < 100; i++) edge.Store.Put(Objects.Pods, $"shop/p{i % 4}", $"\"spec\":{{\"nodeName\":\"{filling}\"}}");
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            using var again = edge.Http.AskAsync(Pods + "?watch=1").GetAwaiter().GetResult();
            return again.StatusCode == HttpStatusCode.OK;
        });
        var last = edge.Store.Put(Objects.Pods, "shop/last");
        Assert.Equal($"ADDED shop/last@{last}", await read.NextTextAsync());
    }

    [Fact]
    public void Options_ThatContradict_AreAllSaid()
    {
        var result = new CallerLimitOptionsValidator().Validate(null, new CallerLimitOptions { Lists = 0, Watches = 5 });
        Assert.Contains("Lists is 0", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("WatchesPerCaller is 500, above Watches", result.FailureMessage, StringComparison.Ordinal);
    }

    private static async Task<EdgeServer> StartAsync(Action<CallerLimitOptions> limits)
    {
        var edge = await EdgeServer.StartAsync(limits: limits);
        edge.Grant();
        edge.Store.Complete(Objects.Pods.Resource, CollectionScope.All);
        return edge;
    }

    private static CallerLimits Limits(CallerLimitOptions options) => new(
        Options.Create(options), Options.Create(new KubeEdge.EdgeMesh.Edge.MetaServer.EdgeMetaServerOptions { NodeName = "n1" }), new CallerMetrics());

    private static UserIdentity Pod(string name) => new($"system:serviceaccount:shop:{name}", []);

    private static RequestInfo Request(string verb) =>
        new() { IsResourceRequest = true, Path = Pods, Verb = verb, Resource = new GroupVersionResource("", "v1", "pods") };
}
