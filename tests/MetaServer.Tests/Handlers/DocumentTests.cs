using System.IO.Compression;
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

    [Fact]
    public async Task OpenApi_4_4_LiesPackedAndIsServedAsTheClientTakesIt()
    {
        const string Path = "/openapi/v3/apis/apps/v1";
        const string Body = """{"openapi":"3.0.0"}""";
        _server.Store.PutDocument(Path, Body, etag: "\"AB12\"", packed: true);

        using var plain = await _server.Http.AskAsync(Path);
        Assert.Equal(Body, await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("no-cache, private", plain.Headers.CacheControl!.ToString());

        using var packed = await _server.Http.AskAsync(Path + "?hash=AB12", "application/json", headers: ("Accept-Encoding", "gzip"));
        Assert.Equal("gzip", packed.Content.Headers.ContentEncoding.Single());
        Assert.Equal("public, immutable", packed.Headers.NonValidated["Cache-Control"].ToString());
        await using var unpacked = new GZipStream(await packed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        Assert.Equal(Body, await new StreamReader(unpacked).ReadToEndAsync(TestContext.Current.CancellationToken));

        using var stale = await _server.Http.AskAsync(Path + "?hash=00");
        Assert.Equal((HttpStatusCode.MovedPermanently, Path + "?hash=AB12"), (stale.StatusCode, stale.Headers.Location!.ToString()));
        using var known = await _server.Http.AskAsync(Path, headers: ("If-None-Match", "\"AB12\""));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var protobuf = await _server.Http.AskAsync(Path, "application/com.github.proto-openapi.spec.v3.v1.0+protobuf");
        Assert.Equal(HttpStatusCode.NotFound, protobuf.StatusCode); // Elsewhere has it, and here elsewhere is nowhere.
    }

    [Theory]
    [InlineData("/healthz", 200, "ok")]
    [InlineData("/livez", 200, "ok")]
    [InlineData("/readyz?verbose", 200, "[+]ping ok\nreadyz check passed\n")]
    [InlineData("/readyz?verbose&exclude=ping", 200, "[+]ping excluded: ok\nreadyz check passed\n")]
    [InlineData("/readyz/ping", 200, "ok")]
    [InlineData("/readyz/ping?verbose", 200, "ok")]
    [InlineData("/readyz/nothing", 404, "404 page not found\n")]
    [InlineData("/livez?verbose&exclude=nothing", 200, "[+]ping ok\nwarn: some health checks cannot be excluded: no matches for \"nothing\"\nlivez check passed\n")]
    public async Task Health_4_3_SaysHowThisServerIs(string path, int code, string body)
    {
        using var response = await _server.Http.AskAsync(path);
        Assert.Equal((code, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }
}
