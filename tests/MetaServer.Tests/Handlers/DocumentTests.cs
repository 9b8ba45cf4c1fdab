using System.Net;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Handlers;

public sealed class DocumentTests : IAsyncLifetime
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ReadServer.StartAsync();
        _server.Store.PutDocument("/apis", """{"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"version":"v1"}]}]}""");
        _server.Store.PutDocument("/apis#aggregated", """{"kind":"APIGroupDiscoveryList"}""", Aggregated, "\"E1\"");
        _server.Store.PutDocument("/api/v1", """{"kind":"APIResourceList"}""");
        _server.Store.PutDocument("/version", "{ \"major\": \"1\" }");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/apis", null, "APIGroupList")]
    [InlineData("/apis", "application/json", "APIGroupList")]
    [InlineData("/apis", Aggregated + ",application/json", "APIGroupDiscoveryList")]
    [InlineData("/apis/", Aggregated + ",application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json", "APIGroupDiscoveryList")]
    [InlineData("/apis/apps", null, "APIGroup")]
    [InlineData("/apis/apps/", null, "APIGroup")]
    [InlineData("/api/v1", Aggregated + ",application/json", "APIResourceList")]
    [InlineData("/api/v1/", null, "APIResourceList")]
    public async Task Discovery_4_1_4_2_TheFormThatIsAskedFor(string path, string? accept, string kind) =>
        Assert.Equal(kind, (string?)(await _server.Http.GetJsonAsync(path, accept))["kind"]);

    [Fact]
    public async Task Discovery_4_1_EchoesItsType_AndKnowsItsETag()
    {
        using var first = await _server.Http.AskAsync("/apis", Aggregated);
        Assert.Equal(Aggregated, first.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal("\"E1\"", first.Headers.ETag!.Tag);
        using var again = await _server.Http.AskAsync("/apis", Aggregated, headers: ("If-None-Match", "\"E1\""));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var changed = await _server.Http.AskAsync("/apis", Aggregated, headers: ("If-None-Match", "\"E0\""));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Documents_4_5_AreTheUpstreamBytes()
    {
        using var response = await _server.Http.AskAsync("/version", headers: ("Accept-Encoding", "gzip"));
        Assert.Equal("{ \"major\": \"1\" }", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Documents_NotHeld_GoElsewhere() => await _server.Http.GetFailureAsync("/apis/metrics.k8s.io/v1beta1", 404);

    [Theory]
    [InlineData("/healthz", 200, "ok")]
    [InlineData("/livez", 200, "ok")]
    [InlineData("/readyz?verbose", 200, "[+]ping ok\nreadyz check passed\n")]
    [InlineData("/readyz?verbose&exclude=ping", 200, "[+]ping excluded: ok\nreadyz check passed\n")]
    [InlineData("/readyz/ping", 200, "ok")]
    public async Task Health_4_3_SaysHowThisServerIs(string path, int code, string body)
    {
        using var response = await _server.Http.AskAsync(path);
        Assert.Equal((code, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Health_4_3_UnknownCheck_Is404() => await _server.Http.GetFailureAsync("/readyz/nothing", 404);
}
