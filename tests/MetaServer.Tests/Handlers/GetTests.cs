using System.Net;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Handlers;

public sealed class GetTests : IAsyncLifetime
{
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ReadServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_Object_IsItsStoredBytesAndALineFeed()
    {
        _server.Store.Put(Objects.Pods, "shop/a", "\"x\":  {\"unknown\":1.50}");
        using var response = await _server.Http.AskAsync("/api/v1/namespaces/shop/pods/a");
        var stored = _server.Store.Get(Objects.Pods.Resource, Objects.Key("shop/a"))!;
        Assert.Equal((byte[])[.. stored.Json.Span, (byte)'\n'], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(stored.Json.Length + 1, response.Content.Headers.ContentLength);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Get_1_9_EveryAnswerCarriesAuditIdAndCacheControl()
    {
        using var missing = await _server.Http.AskAsync("/api/v1/namespaces/shop/pods/a");
        Assert.NotEmpty(missing.Headers.GetValues("Audit-Id").Single());
        Assert.Equal("no-cache, private", missing.Headers.GetValues("Cache-Control").Single());
    }

    [Theory]
    [InlineData("/api/v1/namespaces/shop/pods/x", "pods \"x\" not found", "pods")]
    [InlineData("/apis/apps/v1/namespaces/shop/deployments/x", "deployments.apps \"x\" not found", "deployments")]
    [InlineData("/api/v1/namespaces/x", "namespaces \"x\" not found", "namespaces")]
    public async Task Get_1_9_Missing_Is404(string path, string message, string kind)
    {
        var status = await _server.Http.GetFailureAsync(path, 404);
        Assert.Equal((message, "NotFound", kind), (status.Message(), (string?)status["reason"], (string?)status["details"]!["kind"]));
    }

    [Fact]
    public async Task Get_Namespace_IsClusterScopedThoughItsPathNamesOne()
    {
        _server.Store.Put(Objects.Namespaces, "shop");
        Assert.Equal("shop", (string?)(await _server.Http.GetJsonAsync("/api/v1/namespaces/shop"))["metadata"]!["name"]);
    }

    [Fact]
    public async Task Get_1_5_RevisionThatIsNoNumber_Is500_FromTheFuture_Is504()
    {
        var revision = _server.Store.Put(Objects.Pods, "shop/a");
        await _server.Http.GetFailureAsync("/api/v1/namespaces/shop/pods/a?resourceVersion=x", 500);
        await _server.Http.GetJsonAsync($"/api/v1/namespaces/shop/pods/a?resourceVersion={revision}");
        await _server.Http.GetFailureAsync($"/api/v1/namespaces/shop/pods/a?resourceVersion={revision + 9}", 504);
    }

    [Fact]
    public async Task Head_1_9_IsNotAllowed()
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        using var response = await _server.Http.AskAsync("/api/v1/namespaces/shop/pods/a", method: HttpMethod.Head);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_PathTrick_Is400()
    {
        var status = await _server.Http.GetFailureAsync("/api/v1/namespaces/a%2f..%2fb/secrets/x", 400);
        Assert.Equal("BadRequest", (string?)status["reason"]);
    }
}
