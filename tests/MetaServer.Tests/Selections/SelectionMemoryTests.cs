using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Selections;

public sealed class SelectionMemoryTests : IAsyncLifetime
{
    private const string Till = "labelSelector=app%3Dtill";
    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync() => _edge = await EdgeServer.StartAsync();

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    /// <summary>The name in a path is part of what is asked for, though no selector says it.</summary>
    [Fact]
    public async Task List_AfterAWatchOfOneOfThemByItsPath_ShowsThemAll()
    {
        _edge.Grant();
        foreach (var name in (string[])["a", "b"]) _edge.Store.Put(Objects.Pods, $"shop/{name}", labels: "\"app\":\"till\"");
        _edge.Store.Complete(Objects.Pods.Resource);
        using (var watch = await _edge.Http.AskAsync(
            $"/api/v1/watch/namespaces/shop/pods/a?{Till}&watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1"))
        {
            var events = await watch.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("initial-events-end", events, StringComparison.Ordinal);
            Assert.DoesNotContain("\"name\":\"b\"", events, StringComparison.Ordinal);
        }
        var list = await _edge.Http.GetJsonAsync($"/api/v1/namespaces/shop/pods?{Till}&resourceVersion=0");
        Assert.Equal(["shop/a", "shop/b"], list.Names());
    }

    /// <summary>Of so many two processors decide, each of a half.</summary>
    [Fact]
    public async Task List_OfMany_ShowsThoseThatMatch_AndNoOther()
    {
        _edge.Grant();
        for (var i = 0; i < 1_200; i++) _edge.Store.Put(Objects.Pods, $"shop/p{i:0000}", labels: i % 3 == 0 ? "\"app\":\"till\"" : "\"app\":\"door\"");
        _edge.Store.Complete(Objects.Pods.Resource);
        var list = await _edge.Http.GetJsonAsync($"/api/v1/namespaces/shop/pods?{Till}&resourceVersion=0");
        Assert.Equal(Enumerable.Range(0, 400).Select(i => $"shop/p{i * 3:0000}"), list.Names());
    }
}
