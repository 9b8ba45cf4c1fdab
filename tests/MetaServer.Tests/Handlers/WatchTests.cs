using System.Net;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Handlers;

public sealed class WatchTests : IAsyncLifetime
{
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ReadServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Watch_2_1_HeadersComeBeforeAnyEvent_OnBothVersionsOfHttp(string version)
    {
        using var http = _server.Client(Version.Parse(version));
        using var watch = await WatchReader.OpenAsync(http, "/api/v1/pods?watch=true&resourceVersion=0");
        var revision = _server.Store.Put(Objects.Pods, "shop/a");
        Assert.Equal($"ADDED shop/a@{revision}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task Watch_2_2_EventsKeepKindAndApiVersion()
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        using var watch = await WatchReader.OpenAsync(_server.Http, "/api/v1/pods?watch=true");
        var seen = (await watch.NextAsync())!["object"]!;
        Assert.Equal(("Pod", "v1"), ((string?)seen["kind"], (string?)seen["apiVersion"]));
    }

    [Fact]
    public async Task Watch_2_3_FromNothing_SendsWhatIsThereFirst_ThenChanges()
    {
        var a = _server.Store.Put(Objects.Pods, "shop/a");
        using var watch = await WatchReader.OpenAsync(_server.Http, "/api/v1/namespaces/shop/pods?watch=1");
        Assert.Equal($"ADDED shop/a@{a}", await watch.NextTextAsync());
        _server.Store.Put(Objects.Pods, "other/b");
        var changed = _server.Store.Put(Objects.Pods, "shop/a", "\"x\":1");
        Assert.Equal($"MODIFIED shop/a@{changed}", await watch.NextTextAsync());
        _server.Store.Delete(Objects.Pods, "shop/a");
        Assert.Equal($"DELETED shop/a@{_server.Store.Revision}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task Watch_2_3_FromARevision_SendsOnlyWhatCameAfterIt()
    {
        var a = _server.Store.Put(Objects.Pods, "shop/a");
        var b = _server.Store.Put(Objects.Pods, "shop/b");
        using var watch = await WatchReader.OpenAsync(_server.Http, $"/api/v1/pods?watch=1&resourceVersion={a}");
        Assert.Equal($"ADDED shop/b@{b}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task Watch_2_3_WithoutInitialEvents_StartsNow()
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        using var watch = await WatchReader.OpenAsync(
            _server.Http, "/api/v1/pods?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan");
        var b = _server.Store.Put(Objects.Pods, "shop/b");
        Assert.Equal($"ADDED shop/b@{b}", await watch.NextTextAsync());
    }

    [Theory]
    [InlineData("sendInitialEvents=true", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData("resourceVersionMatch=NotOlderThan", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")]
    [InlineData("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&continue=x", "resourceVersionMatch is forbidden when continue is provided")]
    public async Task Watch_2_3_OptionsThatDoNotFit_Are422(string query, string fault) =>
        Assert.Contains(fault, (await _server.Http.GetFailureAsync($"/api/v1/pods?watch=1&{query}", 422)).Message(), StringComparison.Ordinal);

    [Fact]
    public async Task Watch_2_4_WatchList_SendsTheStateInOrder_AndSaysWhereItEnds()
    {
        var b = _server.Store.Put(Objects.Pods, "shop/b");
        var a = _server.Store.Put(Objects.Pods, "shop/a");
        using var watch = await WatchReader.OpenAsync(
            _server.Http, "/api/v1/pods?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");
        Assert.Equal($"ADDED shop/a@{a}", await watch.NextTextAsync());
        Assert.Equal($"ADDED shop/b@{b}", await watch.NextTextAsync());
        var end = (await watch.NextAsync())!;
        Assert.Equal("""{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"REV","annotations":{"k8s.io/initial-events-end":"true"}}}}""".Replace("REV", $"{a}"), end.ToJsonString());
        var c = _server.Store.Put(Objects.Pods, "shop/c");
        Assert.Equal($"ADDED shop/c@{c}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task Watch_2_5_2_6_EndsOnTime_WithABookmarkBefore()
    {
        var revision = _server.Store.Put(Objects.Pods, "shop/a");
        using var watch = await WatchReader.OpenAsync(
            _server.Http, $"/api/v1/pods?watch=1&resourceVersion={revision}&allowWatchBookmarks=true&timeoutSeconds=3");
        var later = _server.Store.Put(Objects.Nodes, "n1"); // Another collection: only a bookmark can tell of it.
        var bookmark = (await watch.NextAsync())!;
        Assert.Equal("""{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"REV"}}}""".Replace("REV", $"{later}"), bookmark.ToJsonString());
        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_2_5_NobodyAsked_NoBookmark()
    {
        var revision = _server.Store.Put(Objects.Pods, "shop/a");
        using var watch = await WatchReader.OpenAsync(_server.Http, $"/api/v1/pods?watch=1&resourceVersion={revision}&timeoutSeconds=1");
        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task Watch_2_7_SelectorTransitions_SayAddedAndDeleted_WithThePreviousObject()
    {
        _server.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"was\":\"none\"}");
        using var watch = await WatchReader.OpenAsync(_server.Http, "/api/v1/pods?watch=1&labelSelector=app%3Dweb");
        var added = _server.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"was\":\"web\"}", "\"app\":\"web\"");
        Assert.Equal($"ADDED shop/a@{added}", await watch.NextTextAsync());
        var modified = _server.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"was\":\"web2\"}", "\"app\":\"web\"");
        Assert.Equal($"MODIFIED shop/a@{modified}", await watch.NextTextAsync());
        var left = _server.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"was\":\"other\"}", "\"app\":\"other\"");
        var deleted = (await watch.NextAsync())!;
        Assert.Equal("DELETED", (string?)deleted["type"]);
        Assert.Equal($"{left}", (string?)deleted["object"]!["metadata"]!["resourceVersion"]);
        Assert.Equal("web2", (string?)deleted["object"]!["spec"]!["was"]);
        _server.Store.Delete(Objects.Pods, "shop/a"); // It was gone for this watcher already.
        var b = _server.Store.Put(Objects.Pods, "shop/b", labels: "\"app\":\"web\"");
        Assert.Equal($"ADDED shop/b@{b}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task Watch_2_7_SelectorTransitions_HoldOnReplayToo()
    {
        var start = _server.Store.Put(Objects.Pods, "shop/a", labels: "\"app\":\"web\"");
        var left = _server.Store.Put(Objects.Pods, "shop/a", labels: "\"app\":\"other\"");
        using var watch = await WatchReader.OpenAsync(_server.Http, $"/api/v1/pods?watch=1&labelSelector=app%3Dweb&resourceVersion={start}");
        Assert.Equal($"DELETED shop/a@{left}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task Watch_1_6_RevisionFromTheFuture_IsSilentUntilThen()
    {
        var current = _server.Store.Put(Objects.Pods, "shop/a");
        using var watch = await WatchReader.OpenAsync(_server.Http, $"/api/v1/pods?watch=1&resourceVersion={current + 2}");
        _server.Store.Put(Objects.Pods, "shop/b");
        _server.Store.Put(Objects.Pods, "shop/c");
        var d = _server.Store.Put(Objects.Pods, "shop/d");
        Assert.Equal($"ADDED shop/d@{d}", await watch.NextTextAsync());
    }

    [Theory]
    [InlineData("/api/v1/watch/namespaces/shop/pods/b")]
    [InlineData("/api/v1/namespaces/shop/pods?watch=1&fieldSelector=metadata.name%3Db")]
    public async Task Watch_2_10_OneObject(string path)
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        var b = _server.Store.Put(Objects.Pods, "shop/b");
        using var watch = await WatchReader.OpenAsync(_server.Http, path);
        Assert.Equal($"ADDED shop/b@{b}", await watch.NextTextAsync());
        _server.Store.Put(Objects.Pods, "shop/a");
        var changed = _server.Store.Put(Objects.Pods, "shop/b");
        Assert.Equal($"MODIFIED shop/b@{changed}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task Watch_2_10_SelectorThatContradictsThePath_Is400() =>
        await _server.Http.GetFailureAsync("/api/v1/watch/namespaces/shop/pods/b?fieldSelector=metadata.name%3Da", 400);

    [Fact]
    public async Task Watch_ManyWatchersOnOneConnection_AllSeeAChange()
    {
        using var http = _server.Client(HttpVersion.Version20);
        var watches = new List<WatchReader>();
        for (var i = 0; i < 80; i++) watches.Add(await WatchReader.OpenAsync(http, "/api/v1/pods?watch=1&resourceVersion=0"));
        var revision = _server.Store.Put(Objects.Pods, "shop/a");
        foreach (var watch in watches)
        {
            Assert.Equal($"ADDED shop/a@{revision}", await watch.NextTextAsync());
            watch.Dispose();
        }
    }
}
