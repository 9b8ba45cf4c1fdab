using System.IO.Compression;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Section 3, in which form an answer comes.</summary>
public sealed class NegotiationLines(Servers servers) : Lines(servers)
{
    private const string Maps = "/api/v1/namespaces/conf/configmaps";
    private const string Metadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private const string MetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    private const string Table = "application/json;as=Table;g=meta.k8s.io;v=v1";

    [Theory, ClassData(typeof(ServerNames)), Line("3.1")]
    public async Task Accept_3_1_TheFirstThatCanBeServed_Wins(string on)
    {
        var server = On(on);
        foreach (var (accept, kind) in ((string?, string)[])
            [(null, "ConfigMapList"), ("*/*", "ConfigMapList"), ("application/json", "ConfigMapList"), ("text/html,*/*;q=0.1", "ConfigMapList"),
             ("application/json;q=0.1," + Table + ";q=0.2", "Table"), (Table + ";q=0.1,application/json;q=0.9", "ConfigMapList"), (Table + "," + MetadataList, "Table"),
             (MetadataList + "," + Table, "PartialObjectMetadataList"), ("application/json;as=Table;g=meta.k8s.io;v=v2,application/json", "ConfigMapList"),
             ("application/json;stream=watch", "ConfigMapList"), ("application/json;charset=utf-8", "ConfigMapList"), ("application/json;q=0", "ConfigMapList")])
        {
            var answer = await server.GetAsync($"{Maps}?limit=1", accept);
            Assert.True(kind == (string?)answer.Json["kind"], $"{server.Name} {accept}: {(string?)answer.Json["kind"]}");
            Assert.Equal("application/json", answer.ContentType);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("3.1", "1.9")]
    public async Task Accept_3_1_NothingServed_Is406(string on)
    {
        var server = On(on);
        foreach (var (path, accept) in ((string, string)[])
            [(Maps, "text/html"), (Maps, "application/json;as=Bogus;g=meta.k8s.io;v=v1"), (Maps, "application/*"), (Maps, Metadata), (Maps, Metadata + ",application/json"), ($"{Maps}/m1", MetadataList), (Maps, "application/json;as=Table;g=meta.k8s.io;v=v2")])
            Assert.Equal("NotAcceptable", (await server.FailAsync(path, 406, accept)).Reason);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("3.2")]
    public async Task Accept_3_2_TypedClientsGetWhatTheyCanRead(string on)
    {
        var server = On(on);
        var answer = await server.AskAsync($"{Maps}/m1", "application/vnd.kubernetes.protobuf,application/json");
        Assert.Equal(200, answer.Code);
        Assert.Contains(answer.ContentType, (string[])["application/json", "application/vnd.kubernetes.protobuf"]);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("3.2")]
    public async Task Accept_3_2_MetadataAlone(string on)
    {
        var server = On(on);
        var list = await server.GetAsync(Maps, MetadataList);
        Assert.Equal("meta.k8s.io/v1", (string?)list.Json["apiVersion"]);
        Assert.All(list.Json["items"]!.AsArray(), item => Assert.Equal(["kind", "apiVersion", "metadata"], item!.AsObject().Select(member => member.Key)));
        var one = await server.GetAsync($"{Maps}/m1", Metadata);
        Assert.Equal("PartialObjectMetadata", (string?)one.Json["kind"]);
        Assert.Null(one.Json["data"]);
        // On a watch metadata informers offer nothing else.
        var change = Assert.Single((await server.GetAsync($"{Maps}?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Dm1", Metadata)).Events());
        Assert.Equal("PartialObjectMetadata", (string?)change["object"]!["kind"]);
        Assert.Equal("meta.k8s.io/v1", (string?)change["object"]!["apiVersion"]);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("3.3", "3.4")]
    public async Task Table_3_4_HasColumnsAndRows(string on)
    {
        var server = On(on);
        var table = (await server.GetAsync($"{Maps}?limit=500", Table + ",application/json")).Json;
        Assert.Equal("meta.k8s.io/v1", (string?)table["apiVersion"]);
        Assert.Equal(["Name", "Data", "Age"], table["columnDefinitions"]!.AsArray().Select(column => (string?)column!["name"]));
        Assert.Equal("name", (string?)table["columnDefinitions"]![0]!["format"]);
        var row = table["rows"]!.AsArray().First(row => (string?)row!["cells"]![0] == "m1")!;
        Assert.Equal(2, (int?)row["cells"]![1]);
        Assert.Equal("PartialObjectMetadata", (string?)row["object"]!["kind"]);
        Assert.Equal("Coupon", (string?)(await server.GetAsync("/apis/shop.example/v1/coupons?includeObject=Object", Table)).Json["rows"]![0]!["object"]!["kind"]);
        Assert.Null((await server.GetAsync($"{Maps}?includeObject=None", Table)).Json["rows"]![0]!["object"]);
        Assert.Equal("BadRequest", (await server.FailAsync($"{Maps}?includeObject=Foo", 400, Table)).Reason);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("3.4")]
    public async Task Table_3_4_OnAWatch_ColumnsComeOnce(string on)
    {
        var server = On(on);
        var tables = (await server.GetAsync($"{Maps}?watch=1&timeoutSeconds=1", Table)).Events().Select(change => change["object"]!).ToArray();
        Assert.NotEmpty(tables[0]["columnDefinitions"]!.AsArray());
        Assert.All(tables[1..], table => Assert.True(table["columnDefinitions"] is null or JsonArray { Count: 0 }));
        Assert.All(tables, table => Assert.Single(table["rows"]!.AsArray()));
    }

    [Theory, ClassData(typeof(ServerNames)), Line("3.5")]
    public async Task Pretty_3_5_ForPeople(string on)
    {
        var server = On(on);
        async Task<bool> IsPretty(string query, string agent) =>
            (await server.AskAsync($"{Maps}/m1{query}", null, null, ("User-Agent", agent))).Text.StartsWith("{\n  \"kind\": \"ConfigMap\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {\n    \"name\": \"m1\"", StringComparison.Ordinal);
        Assert.True(await IsPretty("?pretty=true", "kubectl/1"));
        Assert.True(await IsPretty("?pretty=1", "kubectl/1"));
        Assert.False(await IsPretty("", "kubectl/1"));
        foreach (var agent in (string[])["curl/8", "Wget/1", "Mozilla/5.0 (X11)"])
        {
            Assert.True(await IsPretty("", agent));
            Assert.False(await IsPretty("?pretty=false", agent));
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("3.5")]
    public async Task Gzip_3_5_LongBodiesOnly(string on)
    {
        var server = On(on);
        var large = await server.AskAsync("/api/v1/namespaces/conf-b/configmaps/large", null, null, ("Accept-Encoding", "gzip"));
        Assert.Equal("gzip", large.Header("Content-Encoding"));
        Assert.Equal("Accept-Encoding", large.Header("Vary"));
        using var plain = new StreamReader(new GZipStream(new MemoryStream(large.Bytes), CompressionMode.Decompress));
        Assert.Equal("large", (string?)JsonNode.Parse(await plain.ReadToEndAsync(TestContext.Current.CancellationToken))!["metadata"]!["name"]);
        Assert.Equal("", (await server.AskAsync(Maps, null, null, ("Accept-Encoding", "gzip"))).Header("Content-Encoding"));
        Assert.Equal("", (await server.AskAsync("/api/v1/namespaces/conf-b/configmaps/large")).Header("Content-Encoding"));
    }
}
