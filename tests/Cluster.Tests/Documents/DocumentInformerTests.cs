using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Documents;
using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Documents;

public sealed class DocumentInformerTests
{
    private static readonly GroupVersionResource Documents = new("edgemesh.kubeedge.io", "v1", "documents");

    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    [Fact]
    public async Task Subscribe_FirstLook_TellsTheExactBytesOfEveryDocument()
    {
        await using var cluster = await ServeAsync();
        var handler = new RecordingHandler();

        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Any(line => line.StartsWith("progress", StringComparison.Ordinal)), "progress");

        Assert.Equal(["/api", "/api#aggregated", "/apis", "/apis#aggregated", "/apis/apps/v1", "/version"], handler.Held.Keys.Order(StringComparer.Ordinal));
        using var version = JsonDocument.Parse(handler.Held["/version"].Json);
        var root = version.RootElement;
        Assert.Equal("Document", root.GetProperty("kind").GetString());
        Assert.Equal("application/json", root.GetProperty("contentType").GetString());
        Assert.Equal("{ \"minor\": \"36\" }\n", Encoding.UTF8.GetString(root.GetProperty("body").GetBytesFromBase64()));
        Assert.Equal(handler.Held["/version"].Revision.ToString(), root.GetProperty("metadata").GetProperty("resourceVersion").GetString());
        using var aggregated = JsonDocument.Parse(handler.Held["/apis#aggregated"].Json);
        Assert.Equal("\"v1\"", aggregated.RootElement.GetProperty("etag").GetString());
        Assert.Equal(Aggregated, aggregated.RootElement.GetProperty("contentType").GetString());
    }

    [Fact]
    public async Task ClientAuthorities_AreToldWithoutWhatStandsBesideThem()
    {
        await using var cluster = await ServeAsync();
        Serve(cluster, "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication", """{"data":{"client-ca-file":"-----BEGIN","requestheader-client-ca-file":"x"}}""");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(_ => handler.Held.ContainsKey("client-ca"), "the authorities");
        using var document = JsonDocument.Parse(handler.Held["client-ca"].Json);
        Assert.Equal("-----BEGIN", Encoding.UTF8.GetString(document.RootElement.GetProperty("body").GetBytesFromBase64()));
    }

    /// <summary>No API tells them: a pod's own token does.</summary>
    [Theory]
    [InlineData("""{"iss":"https://issuer","sub":"system:serviceaccount:edgemesh:cloud","aud":["https://kubernetes.default.svc","k3s"]}""", """["https://kubernetes.default.svc","k3s"]""")]
    [InlineData("""{"iss":"https://issuer","sub":"system:serviceaccount:edgemesh:cloud","aud":"api"}""", """["api"]""")]
    [InlineData("""{"iss":"https://issuer","sub":"somebody","aud":["api"]}""", null)]
    [InlineData("""{"iss":"https://login.example","sub":"system:serviceaccount:edgemesh:cloud","aud":["client"]}""", null)]
    [InlineData("""{"iss":"https://issuer","sub":"system:serviceaccount:edgemesh:cloud"}""", null)]
    [InlineData("no claims", null)]
    public async Task ApiAudiences_AreThoseOfTheCloudsOwnToken_WhereItIsAServiceAccounts(string claims, string? expected)
    {
        await using var cluster = await ServeAsync(token: $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.c2ln");
        Serve(cluster, "/.well-known/openid-configuration", """{"issuer":"https://issuer"}""");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Any(line => line.StartsWith("progress", StringComparison.Ordinal)), "progress");
        Assert.Contains("/.well-known/openid-configuration", handler.Held.Keys);
        Assert.Equal(expected, handler.Held.TryGetValue("api-audiences", out var document) ? Unpack(document.Json).Body : null);
    }

    [Fact]
    public async Task OwnDocuments_AreToldBesideTheOthers_AndAgainWhenTheyChange()
    {
        var own = new Own { Text = "one" };
        await using var cluster = await ServeAsync(own: own);
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(_ => OwnText(handler) == "one" && handler.Held.ContainsKey("/version"), "what the cloud says");
        own.Text = "two";
        await handler.UntilAsync(_ => OwnText(handler) == "two", "the other text");
    }

    [Fact]
    public async Task Definition_Appears_ItsDiscoveryIsToldAndNothingElse()
    {
        await using var cluster = await ServeAsync();
        var definitions = cluster.Server.Collection("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "apiextensions.k8s.io/v1", "CustomResourceDefinition");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Any(line => line.StartsWith("progress", StringComparison.Ordinal)), "progress");
        var before = handler.Changes.Count;

        ServeGroups(cluster, "apps/v1", "example.com/v1");
        Serve(cluster, "/apis/example.com/v1", "{\"kind\":\"APIResourceList\"}");
        var at = definitions.Put("", "things.example.com");
        await handler.UntilAsync(_ => handler.Held.ContainsKey("/apis/example.com/v1"), "the new discovery");

        Assert.Equal(["/apis", "/apis/example.com/v1"], handler.Changes.Skip(before).Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal));
        Assert.True(handler.Held["/apis"].Revision >= at);
    }

    [Fact]
    public async Task OpenApi_IsToldPacked_AndOnlyWhatChangedIsAskedForAgain()
    {
        await using var cluster = await ServeAsync(TimeSpan.FromSeconds(1));
        var asked = 0;
        ServeOpenApi(cluster, "AA", () => asked++);
        Serve(cluster, "/openapi/v2", "{\"swagger\":\"2.0\"}");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(_ => handler.Held.ContainsKey("/openapi/v3/apis/apps/v1"), "the document");
        Assert.Equal(("gzip", "{\"openapi\":\"AA\"}"), Unpack(handler.Held["/openapi/v3/apis/apps/v1"].Json));
        Assert.Equal(("gzip", "{\"swagger\":\"2.0\"}"), Unpack(handler.Held["/openapi/v2"].Json));

        // The version changes at the next look; by then the document, whose hash has not changed, was not asked for again.
        Serve(cluster, "/version", "{ \"minor\": \"37\" }\n");
        await handler.UntilAsync(_ => handler.Changes.Count(line => line.Contains("/version", StringComparison.Ordinal)) > 1, "the new version");
        Assert.Equal(1, asked);

        ServeOpenApi(cluster, "BB", () => asked++);
        await handler.UntilAsync(_ => Unpack(handler.Held["/openapi/v3/apis/apps/v1"].Json).Body.Contains("BB", StringComparison.Ordinal), "the new document");
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Definition_Changes_ItsColumnsAndFieldsAreTold_AndGoWithIt()
    {
        const string Name = "/apis/shop.example/v1/tills#definition";
        await using var cluster = await ServeAsync();
        var definitions = cluster.Server.Collection("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "apiextensions.k8s.io/v1", "CustomResourceDefinition");
        definitions.Put("", "tills.shop.example", Definition("Color"));
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Any(line => line.StartsWith("progress", StringComparison.Ordinal)), "progress");
        // What the definition says is part of the first state: an edge that holds it already must not lose it meanwhile.
        Assert.Contains("Color", Unpack(handler.Held[Name].Json).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("openAPIV3Schema", Unpack(handler.Held[Name].Json).Body, StringComparison.Ordinal);

        definitions.Put("", "tills.shop.example", Definition("Size"));
        await handler.UntilAsync(_ => Unpack(handler.Held[Name].Json).Body.Contains("Size", StringComparison.Ordinal), "the new column");
        definitions.Delete("", "tills.shop.example");
        await handler.UntilAsync(_ => !handler.Held.ContainsKey(Name), "the definition gone");
    }

    [Fact]
    public async Task Refresh_ServerFails_KeepsWhatItHadAndDropsWhatIsGone()
    {
        await using var cluster = await ServeAsync(TimeSpan.FromSeconds(1));
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(Documents).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Any(line => line.StartsWith("progress", StringComparison.Ordinal)), "progress");

        cluster.Server.Serve("/apis/apps/v1", context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        cluster.Server.Drop("/version");
        await handler.UntilAsync(_ => !handler.Held.ContainsKey("/version"), "the version gone");

        Assert.True(handler.Held.ContainsKey("/apis/apps/v1"));
    }

    private static async Task<ClusterUnderTest> ServeAsync(TimeSpan? refresh = null, string? token = null, IOwnDocuments? own = null)
    {
        var cluster = await ClusterUnderTest.StartAsync(options => options.DocumentsRefresh = refresh ?? TimeSpan.FromMinutes(5), token: token, own: own);
        cluster.Server.Collection("/api/v1/namespaces", "v1", "Namespace");
        ServeGroups(cluster, "apps/v1");
        cluster.Server.Serve("/api", context => AnswerAsync(context, "{\"kind\":\"APIVersions\"}"));
        Serve(cluster, "/apis/apps/v1", "{\"kind\":\"APIResourceList\"}");
        Serve(cluster, "/version", "{ \"minor\": \"36\" }\n");
        return cluster;
    }

    private static void Serve(ClusterUnderTest cluster, string path, string body) => cluster.Server.Serve(path, context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    });

    private static void ServeGroups(ClusterUnderTest cluster, params string[] versions)
    {
        var groups = string.Join(',', versions.Select(version => $$"""{"name":"{{version.Split('/')[0]}}","versions":[{"groupVersion":"{{version}}"}]}"""));
        cluster.Server.Serve("/apis", context => AnswerAsync(context, $$"""{"kind":"APIGroupList","groups":[{{groups}}]}"""));
    }

    private static Task AnswerAsync(HttpContext context, string legacy)
    {
        var aggregated = context.Request.Headers.Accept.ToString() == Aggregated;
        context.Response.ContentType = aggregated ? Aggregated : "application/json";
        if (!aggregated)
            return context.Response.WriteAsync(legacy);

        if (context.Request.Headers.IfNoneMatch == "\"v1\"")
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        }

        context.Response.Headers.ETag = "\"v1\"";
        return context.Response.WriteAsync("{\"kind\":\"APIGroupDiscoveryList\"}");
    }

    private static string Definition(string column) => $$$"""
        "spec":{"group":"shop.example","names":{"plural":"tills"},"versions":[{"name":"v1","served":true,"schema":{"openAPIV3Schema":{}},
        "additionalPrinterColumns":[{"name":"{{{column}}}","type":"string","jsonPath":".spec.x"}]},{"name":"v0","served":false}]}
        """;

    private static void ServeOpenApi(ClusterUnderTest cluster, string hash, Action asked)
    {
        cluster.Server.Serve("/openapi/v3/apis/apps/v1", context =>
        {
            asked();
            context.Response.ContentType = "application/json";
            context.Response.Headers.ETag = $"\"{hash}\"";
            return context.Response.WriteAsync($"{{\"openapi\":\"{hash}\"}}");
        });
        Serve(cluster, "/openapi/v3", "{\"paths\":{\"apis/apps/v1\":{\"serverRelativeURL\":\"/openapi/v3/apis/apps/v1?hash=" + hash + "\"}}}");
    }

    private static (string Encoding, string Body) Unpack(ReadOnlyMemory<byte> document)
    {
        using var json = JsonDocument.Parse(document);
        var body = new MemoryStream(json.RootElement.GetProperty("body").GetBytesFromBase64());
        if (!json.RootElement.TryGetProperty("encoding", out var encoding)) return ("", Encoding.UTF8.GetString(body.ToArray()));
        using var reader = new StreamReader(new GZipStream(body, CompressionMode.Decompress));
        return (encoding.GetString()!, reader.ReadToEnd());
    }

    private static string? OwnText(RecordingHandler handler) => handler.Held.TryGetValue(Own.Name, out var document) ? Unpack(document.Json).Body : null;

    private sealed class Own : IOwnDocuments
    {
        public const string Name = DocumentNames.CloudAuthorities;
        private string _text = "";

        public event Action? Changed;

        public string Text
        {
            set
            {
                _text = value;
                Changed?.Invoke();
            }
        }

        public IReadOnlyDictionary<string, string> All => new Dictionary<string, string> { [Name] = _text };
    }
}
