using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Handlers;

/// <summary>A store that keeps next to no history.</summary>
public sealed class ExpiryTests : IAsyncLifetime
{
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ReadServer.StartAsync(store =>
    {
        store.KeepEvents = 1;
        store.KeepTime = TimeSpan.Zero;
        store.MaxEvents = 1;
        store.PruneInterval = TimeSpan.FromMilliseconds(100);
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_1_2_ExactTooOld_Is410()
    {
        var first = _server.Store.Put(Objects.Pods, "shop/a");
        await ForgetAsync(first);
        var status = await _server.Http.GetFailureAsync($"/api/v1/pods?resourceVersion={first}&resourceVersionMatch=Exact", 410);
        Assert.Equal(("Expired", "The resourceVersion for the provided list is too old."), ((string?)status["reason"], status.Message()));
    }

    /// <summary>A list of any state needs none in particular: it begins anew in place of telling the client to.</summary>
    [Theory]
    [InlineData("/api/v1/namespaces/shop/pods")]
    [InlineData("/api/v1/namespaces/shop/pods?resourceVersion=0")]
    [InlineData("/api/v1/namespaces/shop/pods?limit=1")]
    [InlineData("/api/v1/namespaces/shop/pods?labelSelector=!none")]
    public async Task List_1_2_NewestStateThatIsLetGoOfMeanwhile_IsTheNextOne(string path)
    {
        await using var server = await ReadServer.StartAsync(reader: inner => new ForgetfulReader(inner, times: 2));
        server.Store.Put(Objects.Pods, "shop/a");
        using var answer = await server.Http.AskAsync(path);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"name\":\"a\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_1_4_ExpiredToken_Is410_WithATokenThatGoesOnFromNow()
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        _server.Store.Put(Objects.Pods, "shop/b");
        var first = _server.Store.Put(Objects.Pods, "shop/d");
        var next = (string?)(await _server.Http.GetJsonAsync("/api/v1/pods?limit=2"))["metadata"]!["continue"];
        await ForgetAsync(first);
        _server.Store.Put(Objects.Pods, "shop/c");
        foreach (var limit in (string[])["", "&limit=5"])
        {
            var status = await _server.Http.GetFailureAsync($"/api/v1/pods?continue={next}{limit}", 410);
            Assert.StartsWith("The provided continue parameter is too old", status.Message(), StringComparison.Ordinal);
            var rest = await _server.Http.GetJsonAsync($"/api/v1/pods?continue={(string?)status["metadata"]!["continue"]}{limit}");
            Assert.Equal(["shop/c", "shop/d", "shop/z"], rest.Names());
            Assert.Equal($"{_server.Store.Revision}", (string?)rest["metadata"]!["resourceVersion"]);
        }
    }

    [Fact]
    public async Task Watch_2_8_TooOld_IsOneErrorEvent()
    {
        var first = _server.Store.Put(Objects.Pods, "shop/a");
        await ForgetAsync(first);
        using var watch = await WatchReader.OpenAsync(_server.Http, $"/api/v1/pods?watch=1&resourceVersion={first}");
        var error = (await watch.NextAsync())!;
        Assert.Equal("ERROR", (string?)error["type"]);
        Assert.Equal(("Expired", 410), ((string?)error["object"]!["reason"], (int?)error["object"]!["code"]));
        Assert.StartsWith($"too old resource version: {first} (", error["object"]!.Message(), StringComparison.Ordinal);
        Assert.Null(await watch.NextAsync());
    }

    private async Task ForgetAsync(long revision)
    {
        for (var i = 0; i < 20; i++) _server.Store.Put(Objects.Pods, "shop/z");
        await Eventually.TrueAsync(() => !_server.Store.TryResume(Objects.Pods.Resource, revision, out _, out _));
    }
}
