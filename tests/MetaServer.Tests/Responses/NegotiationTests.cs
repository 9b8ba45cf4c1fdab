using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Responses;

public sealed class NegotiationTests : IAsyncLifetime
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private const string Partial = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    private const string PartialList = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ReadServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(null, "PodList")]
    [InlineData("*/*", "PodList")]
    [InlineData("application/json;q=0", "PodList")]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", "PodList")]
    [InlineData(Table + "," + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json", "Table")]
    [InlineData("application/json;q=0.5," + Table, "Table")]
    [InlineData("application/json;as=Table;v=v2;g=meta.k8s.io,application/json", "PodList")]
    [InlineData(PartialList + ",application/json", "PartialObjectMetadataList")]
    public async Task Accept_3_1_TheMostWantedFormThatCanBeServed(string? accept, string kind)
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        Assert.Equal(kind, (string?)(await _server.Http.GetJsonAsync("/api/v1/pods", accept))["kind"]);
    }

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf")]
    [InlineData("text/html")]
    [InlineData("application/*")]
    public async Task Accept_1_1_NothingThatCanBeServed_Is406(string accept)
    {
        var status = await _server.Http.GetFailureAsync("/api/v1/pods?limit=x", 406, accept);
        Assert.Equal("NotAcceptable", (string?)status["reason"]);
    }

    /// <summary>Found out when the answer is written: what is wrong with the query comes first, and no later clause helps.</summary>
    [Fact]
    public async Task Accept_3_1_TheFormOfAnObjectForAList_Is406()
    {
        await _server.Http.GetFailureAsync("/api/v1/pods?limit=x", 400, Partial + ",application/json");
        await _server.Http.GetFailureAsync("/api/v1/pods", 406, Partial + ",application/json");
    }

    [Fact]
    public async Task PartialMetadata_3_2_OnGetListAndWatch()
    {
        var revision = _server.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"x\":1}", "\"app\":\"web\"");
        var item = (await _server.Http.GetJsonAsync("/api/v1/pods", PartialList))["items"]![0]!;
        var one = await _server.Http.GetJsonAsync("/api/v1/namespaces/shop/pods/a", Partial);
        using var watch = await WatchReader.OpenAsync(
            _server.Http, "/api/v1/pods?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan", Partial);
        var added = (await watch.NextAsync())!["object"]!;
        foreach (var seen in (JsonNode[])[item, one, added])
        {
            Assert.Equal(("PartialObjectMetadata", "meta.k8s.io/v1"), ((string?)seen["kind"], (string?)seen["apiVersion"]));
            Assert.Equal("web", (string?)seen["metadata"]!["labels"]!["app"]);
            Assert.Null(seen["spec"]);
        }
        var bookmark = (await watch.NextAsync())!["object"]!;
        Assert.Equal(("PartialObjectMetadata", $"{revision}"), ((string?)bookmark["kind"], (string?)bookmark["metadata"]!["resourceVersion"]));
    }

    [Fact]
    public async Task Pretty_3_5_IsTheSameJson_Indented()
    {
        _server.Store.Put(Objects.Pods, "shop/a", "\"a\":{},\"b\":[],\"c\":[{\"d\":[1,\"x,{\\\"]\"]}],\"e\":null");
        var plain = await TextAsync("/api/v1/pods");
        var pretty = await TextAsync("/api/v1/pods?pretty=true");
        Assert.Equal(JsonNode.Parse(plain)!.ToJsonString(), JsonNode.Parse(pretty)!.ToJsonString());
        Assert.Contains("\n      \"a\": {},\n      \"b\": [],\n      \"c\": [\n        {\n          \"d\": [\n            1,\n", pretty, StringComparison.Ordinal);
        Assert.StartsWith("{\n  \"kind\": \"PodList\",\n", pretty, StringComparison.Ordinal);
        using var curl = await _server.Http.AskAsync("/api/v1/pods", headers: ("User-Agent", "curl/8.1"));
        Assert.Equal(pretty, await curl.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(200, true)]
    public async Task Gzip_3_5_ForLongAnswersOnly(int pods, bool compressed)
    {
        var filler = $"\"x\":\"{new string('x', 1024)}\"";
        for (var i = 0; i < pods; i++) _server.Store.Put(Objects.Pods, $"shop/p{i:000}", filler);
        using var response = await _server.Http.AskAsync("/api/v1/pods", headers: ("Accept-Encoding", "gzip"));
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(compressed ? ["gzip"] : [], response.Content.Headers.ContentEncoding);
        Assert.Equal(compressed ? ["Accept-Encoding"] : [], response.Headers.Vary);
        if (compressed)
        {
            using var zip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await zip.CopyToAsync(plain, TestContext.Current.CancellationToken);
            Assert.True(bytes.Length < plain.Length / 4);
            bytes = plain.ToArray();
        }
        else
        {
            Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
        }
        Assert.Equal(await TextAsync("/api/v1/pods"), Encoding.UTF8.GetString(bytes));
        Assert.Equal(pods, JsonNode.Parse(bytes)!.Names().Length);
    }

    [Fact]
    public async Task Table_3_4_OfAKindWithoutColumns_HasNameAndCreatedAt()
    {
        _server.Store.Put(Objects.Tills, "shop/a");
        var table = await _server.Http.GetJsonAsync("/apis/shop.example/v1/tills", Table);
        Assert.Equal(["Name", "Created At"], table["columnDefinitions"]!.AsArray().Select(column => (string?)column!["name"]));
        Assert.Equal("name", (string?)table["columnDefinitions"]![0]!["format"]);
        var row = table["rows"]![0]!;
        Assert.Equal("""["a","2026-01-01T00:00:00Z"]""", row["cells"]!.ToJsonString());
        Assert.Equal(("PartialObjectMetadata", "shop"), ((string?)row["object"]!["kind"], (string?)row["object"]!["metadata"]!["namespace"]));
    }

    [Theory]
    [InlineData("None", null)]
    [InlineData("Object", "Till")]
    [InlineData("Metadata", "PartialObjectMetadata")]
    public async Task Table_3_4_IncludeObject(string include, string? kind)
    {
        _server.Store.Put(Objects.Tills, "shop/a");
        var table = await _server.Http.GetJsonAsync($"/apis/shop.example/v1/tills?includeObject={include}", Table);
        Assert.Equal(kind, (string?)table["rows"]![0]!["object"]?["kind"]);
    }

    [Fact]
    public async Task Table_3_4_OnAWatch_HeadingsOnlyInTheFirst()
    {
        _server.Store.Put(Objects.Tills, "shop/a");
        _server.Store.Put(Objects.Tills, "shop/b");
        using var watch = await WatchReader.OpenAsync(_server.Http, "/apis/shop.example/v1/tills?watch=1", Table);
        var first = (await watch.NextAsync())!["object"]!;
        Assert.Equal(("Table", 2, 1), ((string?)first["kind"], first["columnDefinitions"]!.AsArray().Count, first["rows"]!.AsArray().Count));
        var second = (await watch.NextAsync())!["object"]!;
        Assert.Null(second["columnDefinitions"]);
        Assert.Equal("b", (string?)second["rows"]![0]!["cells"]![0]);
    }

    private async Task<string> TextAsync(string path)
    {
        using var response = await _server.Http.AskAsync(path);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
