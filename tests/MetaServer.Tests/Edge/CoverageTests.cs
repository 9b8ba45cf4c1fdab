using System.Net;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>Law 3: from the cache only what is known to be complete.</summary>
public sealed class CoverageTests : IAsyncLifetime
{
    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync();
        _edge.Grant();
        _edge.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"nodeName\":\"n1\"}");
        _edge.Store.Put(Objects.Nodes, "n1");
        _edge.Store.Put(Objects.Namespaces, "shop");
    }

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1", true)]
    [InlineData("/api/v1/namespaces/shop/pods?fieldSelector=spec.nodeName%3Dn1,status.phase!%3DFailed", true)]
    [InlineData("/api/v1/namespaces/shop/pods/a", true)]
    [InlineData("/api/v1/nodes?fieldSelector=metadata.name%3Dn1", true)]
    [InlineData("/api/v1/nodes/n1", true)]
    [InlineData("/api/v1/namespaces/shop", true)]
    [InlineData("/api/v1/namespaces/other", false)]
    [InlineData("/api/v1/pods", false)]
    [InlineData("/api/v1/pods?fieldSelector=spec.nodeName%3Dn2", false)]
    [InlineData("/api/v1/pods?fieldSelector=spec.nodeName!%3Dn1", false)]
    [InlineData("/api/v1/namespaces/shop/pods", false)]
    [InlineData("/api/v1/namespaces/shop/pods/b", false)]
    [InlineData("/api/v1/namespaces/shop/pods/a/log", false)]
    [InlineData("/api/v1/nodes", false)]
    [InlineData("/api/v1/nodes?fieldSelector=metadata.name%3Dn2", false)]
    public async Task Read_1_10_OfThisNodesPart_AnswersOnlyWhatLiesInIt(string path, bool fromCache)
    {
        _edge.Store.Complete(Objects.Pods.Resource, CollectionScope.Node);
        _edge.Store.Complete(Objects.Nodes.Resource, CollectionScope.Node);
        _edge.Store.Complete(Objects.Namespaces.Resource, CollectionScope.Node);
        Assert.Equal(fromCache, await IsFromCacheAsync(path));
    }

    /// <summary>The cluster's own slices hold every group's backends: nothing of them gets through, not even before the node's have arrived.</summary>
    [Theory]
    [InlineData("/api/v1/endpoints")]
    [InlineData("/api/v1/namespaces/shop/endpoints/till")]
    [InlineData("/apis/discovery.k8s.io/v1/endpointslices?watch=1")]
    [InlineData("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/till-1")]
    [InlineData("/apis/discovery.k8s.io/v1beta1/watch/endpointslices")]
    public async Task Read_1_10_OfEndpointsThatAreNotHeldYet_NeverPassesThrough(string path)
    {
        using var answer = await _edge.Http.GetAsync(new Uri(_edge.Address, path), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("/api/v1/pods")]
    [InlineData("/api/v1/namespaces/shop/pods?labelSelector=a")]
    public async Task Read_1_10_OfAWholeCollection_IsAnsweredHere(string path)
    {
        Assert.False(await IsFromCacheAsync(path));
        _edge.Store.Complete(Objects.Pods.Resource);
        Assert.True(await IsFromCacheAsync(path));
    }

    [Fact]
    public async Task Read_ObjectThatIsMissingFromAWholeCollection_Is404()
    {
        _edge.Store.Complete(Objects.Pods.Resource);
        await _edge.Http.GetFailureAsync("/api/v1/namespaces/shop/pods/b", 404);
    }

    [Fact]
    public async Task List_OfWhatIsNotHeld_PassesThroughAndBecomesWanted()
    {
        Assert.False(await IsFromCacheAsync("/api/v1/namespaces/shop/configmaps"));
        var interest = Assert.Single(_edge.Store.Interests());
        Assert.Equal(("v1/configmaps", "system:serviceaccount:shop:till"), (interest.Resource.ToString(), interest.User));
    }

    /// <summary>Whose list went through has a version from below the first that is known here: the cluster goes on with it, while there is one.</summary>
    [Fact]
    public async Task Watch_2_3_FromBeforeTheCollectionWasHeld_GoesOnInTheCluster_AndFromThenOnHere()
    {
        const string maps = "/api/v1/namespaces/shop/configmaps";
        Assert.False(await IsFromCacheAsync(maps));
        var listed = _edge.Store.Revision;
        _edge.Store.Transact(t => { t.Advance(listed + 10); return 0; });
        _edge.Store.Complete(new("", "v1", "configmaps"));
        Assert.True(await IsFromCacheAsync(maps));
        Assert.False(await IsFromCacheAsync($"{maps}?watch=1&timeoutSeconds=1&resourceVersion={listed}"));
        Assert.True(await IsFromCacheAsync($"{maps}?watch=1&timeoutSeconds=1&resourceVersion={_edge.Store.Revision}"));
        Assert.True(await IsFromCacheAsync($"{maps}?resourceVersion={listed}"));
        _edge.Store.Disconnected("");
        Assert.True(await IsFromCacheAsync($"{maps}?watch=1&timeoutSeconds=1&resourceVersion={listed}"));
    }

    [Fact]
    public async Task Get_OfWhatIsNotHeld_PassesThroughAndIsNoInterest()
    {
        Assert.False(await IsFromCacheAsync("/api/v1/namespaces/shop/configmaps/a"));
        Assert.Empty(_edge.Store.Interests());
    }

    [Theory]
    [InlineData("/api/v1/pods", "pods is not held here, or not wholly")]
    [InlineData("/api/v1/namespaces/shop/configmaps/a", "configmaps \"a\" is not held here, or not wholly")]
    [InlineData("/apis/metrics.k8s.io", "/apis/metrics.k8s.io is not held here")]
    public async Task Read_Offline_NotCovered_Is503ThatSaysSinceWhenAndWhatIsMissing(string path, string what)
    {
        _edge.Store.Disconnected("connection refused: start edgemesh-cloud");
        var status = await _edge.Http.GetFailureAsync(path, 503);
        Assert.Equal("ServiceUnavailable", (string?)status["reason"]);
        Assert.Matches(@"^the cloud cannot be reached from this node since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(connection refused: start edgemesh-cloud\): ", status.Message());
        Assert.EndsWith(what, status.Message(), StringComparison.Ordinal);
        Assert.Empty(_edge.Store.Interests());
    }

    [Fact]
    public async Task Write_Offline_Is503ThatSaysItWasNotDone()
    {
        _edge.Store.Disconnected("");
        using var response = await _edge.Http.AskAsync("/api/v1/namespaces/shop/pods/a", method: HttpMethod.Delete);
        Assert.EndsWith("delete pods \"a\" was not done", (await response.ReadFailureAsync(503)).Message(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task Read_Offline_FromTheCache_WarnsHowOldItIs()
    {
        _edge.Store.Complete(Objects.Pods.Resource);
        using (var online = await _edge.Http.AskAsync("/api/v1/pods")) Assert.False(online.Headers.Contains("Warning"));
        _edge.Store.Disconnected("");
        using var offline = await _edge.Http.AskAsync("/api/v1/pods");
        Assert.Equal(HttpStatusCode.OK, offline.StatusCode);
        var warning = Assert.Single(offline.Headers.Warning);
        Assert.Equal((299, "-"), (warning.Code, warning.Agent));
        Assert.StartsWith("\"answered from this node's cache: the cloud was last heard ", warning.Text, StringComparison.Ordinal);
        Assert.True(offline.Headers.Age < TimeSpan.FromMinutes(1));
    }

    private async Task<bool> IsFromCacheAsync(string path)
    {
        using var response = await _edge.Http.AskAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return !text.StartsWith("cloud: ", StringComparison.Ordinal);
    }
}
