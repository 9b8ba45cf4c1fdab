using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Recency;

/// <summary>Law 16: "now" is asked for, never assumed.</summary>
/// <param name="condenses">Whether the cloud tells no more than what differs; one from before it could hands on what the API server says.</param>
public abstract class RecencyTests(bool condenses) : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/shop/pods";
    private readonly ConcurrentQueue<(string Target, string Accept, string Credential)> _questions = [];
    private Func<HttpContext, Task> _cluster = _ => Task.CompletedTask;
    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync(context =>
        {
            _questions.Enqueue((context.Request.Path + context.Request.QueryString.Value, context.Request.Headers.Accept.ToString(), context.Request.Headers.Authorization.ToString()));
            return condenses && context.Request.Headers.ContainsKey(CondensedVersions.Header) ? CondenseAsync(context) : _cluster(context);
        });
        _edge.Grant();
        _edge.Store.Put(Objects.Pods, "shop/a", labels: "\"app\":\"till\"");
        _edge.Store.Complete(Objects.Pods.Resource);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _edge.DisposeAsync();
    }

    [Fact]
    public async Task Recency_List_WaitsUntilTheStreamHasBroughtWhatTheClusterHas()
    {
        var version = _edge.Store.Revision + 100;
        Holds(version, ("a", version));
        var list = _edge.Http.GetJsonAsync(Pods);
        await Eventually.TrueAsync(() => !_questions.IsEmpty);
        Assert.False(list.IsCompleted);
        _edge.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"new\":true}", revision: version);
        Assert.True((bool?)(await list)["items"]![0]!["spec"]!["new"]);
    }

    [Fact]
    public async Task Recency_List_WaitsForADeletion()
    {
        Holds(_edge.Store.Revision + 100);
        var list = _edge.Http.GetJsonAsync(Pods);
        await Eventually.TrueAsync(() => !_questions.IsEmpty);
        Assert.False(list.IsCompleted);
        _edge.Store.Delete(Objects.Pods, "shop/a");
        Assert.Empty((await list).Names());
    }

    [Fact]
    public async Task Recency_Get_OfWhatTheClusterNoLongerHas_WaitsAndIs404()
    {
        _cluster = context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}""");
        };
        var found = _edge.Http.GetFailureAsync($"{Pods}/a", 404);
        await Eventually.TrueAsync(() => !_questions.IsEmpty);
        _edge.Store.Delete(Objects.Pods, "shop/a");
        Assert.Equal("pods \"a\" not found", (await found).Message());
    }

    [Fact]
    public async Task Recency_WhatIsNewerHere_IsNoFault()
    {
        var newer = _edge.Store.Put(Objects.Pods, "shop/b");
        Holds(newer - 1, ("a", 1));
        Assert.Equal(["shop/a", "shop/b"], (await _edge.Http.GetJsonAsync(Pods)).Names());
    }

    [Fact]
    public async Task Recency_WhatWasDeletedAfterTheAnswer_IsAskedForAgain()
    {
        // The cluster's first answer still names b, whose end has already come here.
        var answers = 0;
        _cluster = context => context.Response.WriteAsync(Interlocked.Increment(ref answers) == 1 ? List(9, ("a", 1), ("b", 2)) : List(12, ("a", 1)));
        Assert.Equal(["shop/a"], (await _edge.Http.GetJsonAsync(Pods)).Names());
        Assert.Equal(2, answers);
    }

    [Fact]
    public async Task Recency_WhatDoesNotCome_Is504()
    {
        Holds(_edge.Store.Revision + 100, ("a", _edge.Store.Revision + 100));
        var status = await _edge.Http.GetFailureAsync(Pods, 504);
        Assert.Equal("Timeout", (string?)status["reason"]);
        Assert.Equal(1, (int?)status["details"]!["retryAfterSeconds"]);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(200)]
    public async Task Recency_ClusterCannotBeAsked_TheAnswerSaysSo(int code)
    {
        _cluster = context =>
        {
            context.Response.StatusCode = code;
            return context.Response.WriteAsync("no JSON");
        };
        using var response = await _edge.Http.AskAsync(Pods);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("could not be asked", Assert.Single(response.Headers.GetValues("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recency_ClusterRefusesTheCaller_SoDoesTheNode()
    {
        _cluster = context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"no longer","reason":"Forbidden","code":403}""");
        };
        Assert.Equal("no longer", (await _edge.Http.GetFailureAsync(Pods, 403)).Message());
    }

    /// <summary>A slice that shows this node the same as before keeps its version, however often it changes in the cluster: the cloud's word counts.</summary>
    [Fact]
    public async Task Recency_OfWhatIsFiltered_WaitsForTheCloudsWordHowFarItIs()
    {
        var slices = new ApiResource(new("discovery.k8s.io", "v1", "endpointslices"), "EndpointSlice", true);
        _edge.Store.PutDocument("/apis/discovery.k8s.io/v1", """
            {"kind":"APIResourceList","groupVersion":"discovery.k8s.io/v1","resources":[{"name":"endpointslices","singularName":"endpointslice","kind":"EndpointSlice","namespaced":true,"verbs":["get","list","watch"]}]}
            """);
        _edge.Store.Put(slices, "shop/a");
        _edge.Store.Complete(slices.Resource);
        var version = _edge.Store.Revision + 100;
        Holds(version, ("a", version));
        var list = _edge.Http.GetJsonAsync("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices");
        Assert.Equal([slices.Resource], await _edge.Store.TakeQuestionsAsync(TestContext.Current.CancellationToken));
        _edge.Store.Tell(slices.Resource, version - 1);
        Assert.Equal([slices.Resource], await _edge.Store.TakeQuestionsAsync(TestContext.Current.CancellationToken));
        Assert.False(list.IsCompleted);
        _edge.Store.Tell(slices.Resource, version);
        Assert.Equal(["shop/a"], (await list).Names());

        // What the cluster holds no longer must be gone here, too.
        Holds(version + 1);
        var empty = _edge.Http.GetJsonAsync("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices");
        await Eventually.TrueAsync(() => _questions.Count > 1);
        Assert.False(empty.IsCompleted);
        _edge.Store.Delete(slices, "shop/a");
        Assert.Empty((await empty).Names());

        // A new stream may be of a cluster that counts anew.
        _edge.Store.Begin();
        Assert.Equal(0, _edge.Store.Reached(slices.Resource));
    }

    [Fact]
    public async Task Recency_AsksInTheCallersName_ForTheMetadataOfJustWhatIsRead()
    {
        Holds(1, ("a", 1));
        await _edge.Http.GetJsonAsync($"{Pods}?labelSelector=app%3Dtill&limit=7");
        var (target, accept, credential) = Assert.Single(_questions);
        Assert.Equal($"{Pods}?labelSelector=app%3Dtill&limit=7", target);
        Assert.Equal(
            "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", accept);
        Assert.Equal($"Bearer {_edge.Token}", credential);
    }

    [Theory]
    [InlineData("?resourceVersion=0")]
    [InlineData("?resourceVersion=1&resourceVersionMatch=NotOlderThan")]
    [InlineData("/a?resourceVersion=0")]
    [InlineData("?watch=1&resourceVersion=0&timeoutSeconds=1")]
    [InlineData("?watch=1&timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&resourceVersion=1")]
    public async Task Recency_ReadsThatAreContentWithLess_AskNobody(string query)
    {
        using var response = await _edge.Http.AskAsync(Pods + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(_questions);
    }

    /// <summary>The node.</summary>
    private protected EdgeServer Edge => _edge;

    /// <summary>What the cloud told of lists.</summary>
    private protected ConcurrentQueue<VersionedList> Told { get; } = [];

    private protected void Answers(RequestDelegate answer) => _cluster = context => answer(context);

    private async Task CondenseAsync(HttpContext context)
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await _cluster(context);
        context.Response.Body = body;
        whole.Position = 0;
        if (context.Response.StatusCode != 200 || whole.GetBuffer() is not [(byte)'{', ..])
        {
            await whole.CopyToAsync(body, context.RequestAborted);
            return;
        }
        var list = await ListedMetadata.ReadAsync(whole, null, isList: true, context.RequestAborted);
        var condensed = CondensedVersions.Write(list, CondensedVersions.Parse(context.Request.Headers[CondensedVersions.Header].ToString()));
        Told.Enqueue(CondensedVersions.Read(condensed));
        context.Response.ContentType = CondensedVersions.MediaType;
        await body.WriteAsync(condensed, context.RequestAborted);
    }

    private protected void Holds(long revision, params (string Name, long Version)[] pods) => _cluster = context => context.Response.WriteAsync(List(revision, pods));

    private protected static string List(long revision, params (string Name, long Version)[] pods) => new JsonObject
    {
        ["kind"] = "PartialObjectMetadataList",
        ["metadata"] = new JsonObject { ["resourceVersion"] = $"{revision}" },
        ["items"] = new JsonArray([.. pods.Select(pod => (JsonNode)new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["managedFields"] = new JsonArray(new JsonObject { ["fieldsV1"] = new JsonObject { ["f:metadata"] = new JsonObject { ["name"] = "not this", ["resourceVersion"] = "999" } } }),
                ["name"] = pod.Name,
                ["namespace"] = "shop",
                ["resourceVersion"] = $"{pod.Version}",
                ["labels"] = new JsonObject { ["name"] = "nor this" },
            },
        })]),
    }.ToJsonString();
}
