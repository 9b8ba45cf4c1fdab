using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Recency;

/// <summary>A collection goes over from the cluster to the node, and its version does not go back.</summary>
public sealed class JunctionTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/pods";
    private const string Own = "/api/v1/pods?fieldSelector=spec.nodeName%3Dn1";
    private readonly ConcurrentQueue<string> _questions = [];
    private long _cluster;
    private bool _forbids;
    private bool _isLate;
    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync(AnswerAsync);
        _edge.Grant();
        _edge.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"nodeName\":\"n1\"}");
        _edge.Store.Complete(Objects.Pods.Resource, CollectionScope.Node);
        // The cluster counts other collections too, of which the node hears nothing.
        _cluster = _edge.Store.Revision + 500;
    }

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("?resourceVersion=0")]
    [InlineData("?limit=10")]
    public async Task List_2_3_AfterOneThatPassedThrough_IsNotOfAnEarlierVersion(string query)
    {
        var through = Version(await _edge.Http.GetJsonAsync(Pods + query));
        _edge.Store.Complete(Objects.Pods.Resource);
        Assert.True(_edge.Store.Latest(Objects.Pods.Resource).Revision < through);
        Assert.InRange(Version(await _edge.Http.GetJsonAsync(Pods + query)), through, long.MaxValue);
        // That is shown once.
        var asked = _questions.Count;
        await _edge.Http.GetJsonAsync(Pods + "?resourceVersion=0");
        Assert.Equal(asked, _questions.Count);
        // And whoever comes back with the version that passed through goes on from it.
        await _edge.Http.GetJsonAsync($"{Pods}?resourceVersion={through}");
        using var watch = await WatchReader.OpenAsync(_edge.Http, $"{Pods}?watch=1&resourceVersion={through}");
        _edge.Store.Put(Objects.Pods, "shop/b");
        Assert.Equal($"ADDED shop/b@{through + 1}", await watch.NextTextAsync());
    }

    [Fact]
    public async Task List_2_3_ThatIsAskedForBeforeTheStreamHasCaughtUp_WaitsForIt()
    {
        var through = Version(await _edge.Http.GetJsonAsync(Pods));
        _edge.Store.Complete(Objects.Pods.Resource);
        (_cluster, _isLate) = (through + 7, true);
        var list = _edge.Http.GetJsonAsync(Pods + "?resourceVersion=0");
        await Eventually.TrueAsync(() => !_questions.IsEmpty);
        Assert.False(list.IsCompleted);
        _edge.Store.Put(Objects.Pods, "shop/late", revision: through + 7);
        Assert.Equal(["shop/a", "shop/late"], (await list).Names());
    }

    [Fact]
    public async Task List_2_3_OfACallerWhoMayNotListAll_IsAnsweredAllTheSame()
    {
        await _edge.Http.GetJsonAsync(Pods);
        _edge.Store.Complete(Objects.Pods.Resource);
        _forbids = true;
        Assert.Equal(["shop/a"], (await _edge.Http.GetJsonAsync(Pods + "?resourceVersion=0")).Names());
        Assert.Single(_questions);
        await _edge.Http.GetJsonAsync(Pods + "?resourceVersion=0");
        Assert.Single(_questions);
    }

    [Fact]
    public async Task List_OfTheShare_AsksNobody()
    {
        await _edge.Http.GetJsonAsync(Pods);
        await _edge.Http.GetJsonAsync(Own + "&resourceVersion=0");
        Assert.Empty(_questions);
    }

    /// <summary>Lists that pass through are empty but for their version; asked for metadata the cluster says what the node was sent, and what is still under way.</summary>
    private Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (!context.Request.Headers.Accept.ToString().Contains("as=PartialObjectMetadataList", StringComparison.Ordinal))
            return context.Response.WriteAsync($$"""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"{{_cluster}}"},"items":[]}""");
        _questions.Enqueue(context.Request.Path);
        if (_forbids)
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","message":"no","code":403}""");
        }
        var items = new JsonArray(Item("a", _edge.Store.Get(Objects.Pods.Resource, Objects.Key("shop/a"))!.Revision));
        if (_isLate) items.Add(Item("late", _cluster));
        return context.Response.WriteAsync($$"""{"metadata":{"resourceVersion":"{{_cluster}}"},"items":{{items.ToJsonString()}}}""");
    }

    private static JsonObject Item(string name, long version) =>
        new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["resourceVersion"] = $"{version}" } };

    private static long Version(JsonNode list) => long.Parse((string)list["metadata"]!["resourceVersion"]!, System.Globalization.CultureInfo.InvariantCulture);
}
