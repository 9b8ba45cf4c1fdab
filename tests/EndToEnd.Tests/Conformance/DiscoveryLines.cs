namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Section 4, what there is.</summary>
public sealed class DiscoveryLines(Servers servers) : Lines(servers)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    [Theory, ClassData(typeof(ServerNames)), Line("4.1")]
    public async Task Discovery_4_1_Aggregated_WithItsETag(string on)
    {
        var server = On(on);
        foreach (var path in (string[])["/api", "/apis"])
        {
            var answer = await server.GetAsync(path, Aggregated + ",application/json");
            Assert.Equal("APIGroupDiscoveryList", (string?)answer.Json["kind"]);
            foreach (var parameter in (string[])["g=apidiscovery.k8s.io", "v=v2", "as=APIGroupDiscoveryList"]) Assert.Contains(parameter, answer.ContentType, StringComparison.Ordinal);
            var tag = answer.Header("ETag");
            Assert.StartsWith("\"", tag, StringComparison.Ordinal);
            var again = await server.AskAsync(path, Aggregated, null, ("If-None-Match", tag));
            Assert.Equal(304, again.Code);
            Assert.Empty(again.Bytes);
        }
        Assert.Contains("coupons", (await server.GetAsync("/apis", Aggregated)).Text, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("4.2")]
    public async Task Discovery_4_2_Legacy(string on)
    {
        var server = On(on);
        Assert.Equal("APIVersions", (string?)(await server.GetAsync("/api")).Json["kind"]);
        Assert.Equal("APIGroupList", (string?)(await server.GetAsync("/apis")).Json["kind"]);
        Assert.Equal("APIGroup", (string?)(await server.GetAsync("/apis/apps")).Json["kind"]);
        Assert.Equal("APIGroup", (string?)(await server.GetAsync("/apis/shop.example")).Json["kind"]);
        foreach (var (path, resource) in ((string, string)[])[("/api/v1", "pods/log"), ("/apis/apps/v1", "deployments/scale"), ("/apis/shop.example/v1", "coupons")])
        {
            var list = await server.GetAsync(path);
            Assert.Equal("APIResourceList", (string?)list.Json["kind"]);
            Assert.Contains(resource, list.Json["resources"]!.AsArray().Select(entry => (string?)entry!["name"]));
        }
        foreach (var path in (string[])["/api/", "/apis/", "/api/v1/", "/apis/apps/v1/"]) await server.GetAsync(path);
        // Without a cloud a group that is not known may have come since.
        Assert.Equal(on is ServerNames.Offline or ServerNames.Restarted ? 503 : 404, (await server.AskAsync("/apis/none.example/v1")).Code);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("4.3")]
    public async Task Health_4_3_AndVersion(string on)
    {
        var server = On(on);
        Assert.Matches("^v1\\.", (string?)(await server.GetAsync("/version")).Json["gitVersion"]);
        foreach (var path in (string[])["/healthz", "/livez", "/readyz", "/livez/ping"]) Assert.Equal("ok", (await server.GetAsync(path)).Text);
        var verbose = (await server.GetAsync("/readyz?verbose")).Text;
        Assert.StartsWith("[+]ping ok\n", verbose, StringComparison.Ordinal);
        Assert.EndsWith("readyz check passed\n", verbose, StringComparison.Ordinal);
        Assert.Contains("[+]ping excluded: ok\n", (await server.GetAsync("/readyz?verbose&exclude=ping")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await server.AskAsync("/readyz/none")).Code);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("4.4")]
    public async Task OpenApi_4_4_IndexAndDocuments(string on)
    {
        var server = On(on);
        var index = await server.GetAsync("/openapi/v3");
        var path = (string?)index.Json["paths"]!["apis/apps/v1"]!["serverRelativeURL"];
        Assert.Matches("^/openapi/v3/apis/apps/v1\\?hash=[0-9A-F]+$", path);
        Assert.Contains("Deployment", (await server.GetAsync(path!)).Text, StringComparison.Ordinal);
        Assert.Equal("2.0", (string?)(await server.GetAsync("/openapi/v2")).Json["swagger"]);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("4.5", "4.1")]
    public async Task Discovery_4_5_IsTheClustersOwn_ByteForByte(string on)
    {
        var server = On(on);
        if (!server.IsEdge) Assert.Skip("it is the cluster");
        foreach (var (path, accept) in ((string, string?)[])[("/api", Aggregated), ("/apis", Aggregated), ("/api/v1", null), ("/apis/apps/v1", null), ("/version", null), ("/openid/v1/jwks", null)])
        {
            var (here, there) = (await server.GetAsync(path, accept), await Servers.Judge.GetAsync(path, accept));
            Assert.Equal(there.Text, here.Text);
            Assert.Equal(there.Header("ETag"), here.Header("ETag"));
            Assert.Equal(there.ContentType, here.ContentType);
        }
    }
}
