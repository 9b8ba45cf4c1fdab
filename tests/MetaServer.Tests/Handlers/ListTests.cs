using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Handlers;

public sealed class ListTests : IAsyncLifetime
{
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ReadServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_1_3_IsOrderedByTheBytesOfNamespaceAndName()
    {
        foreach (var key in (string[])["a/x", "a-b/x", "a/b", "b/a"]) _server.Store.Put(Objects.Pods, key);
        var list = await _server.Http.GetJsonAsync("/api/v1/pods");
        Assert.Equal(["a-b/x", "a/b", "a/x", "b/a"], list.Names());
        Assert.Equal("PodList", (string?)list["kind"]);
        Assert.Equal("v1", (string?)list["apiVersion"]);
    }

    [Fact]
    public async Task List_1_3_NamespaceThatDoesNotExist_IsEmpty()
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        using var response = await _server.Http.AskAsync("/api/v1/namespaces/nowhere/pods");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"items\":[]", text, StringComparison.Ordinal);
        Assert.True(long.Parse((string)JsonNode.Parse(text)!["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public async Task List_BuiltInItems_LeaveOutTheirType_CustomOnesKeepIt()
    {
        _server.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"x\":\"\\u00e9 \\\"\"}");
        _server.Store.Put(Objects.Tills, "shop/b");
        var pod = (await _server.Http.GetJsonAsync("/api/v1/pods"))["items"]![0]!;
        Assert.Null(pod["kind"]);
        Assert.Null(pod["apiVersion"]);
        Assert.Equal("é \"", (string?)pod["spec"]!["x"]);
        var till = (await _server.Http.GetJsonAsync("/apis/shop.example/v1/tills"))["items"]![0]!;
        Assert.Equal("Till", (string?)till["kind"]);
        Assert.Equal("shop.example/v1", (string?)till["apiVersion"]);
    }

    [Fact]
    public async Task List_1_2_Newest_HonoursLimit_ZeroIgnoresIt()
    {
        PutPods(3);
        var page = await _server.Http.GetJsonAsync("/api/v1/pods?limit=2");
        Assert.Equal(["shop/p0", "shop/p1"], page.Names());
        Assert.Equal(1, (long?)page["metadata"]!["remainingItemCount"]);
        var all = await _server.Http.GetJsonAsync("/api/v1/pods?limit=2&resourceVersion=0");
        Assert.Equal(3, all.Names().Length);
        Assert.Null(all["metadata"]!["continue"]);
    }

    [Fact]
    public async Task List_1_2_Exact_IsThatStateWithThatRevision()
    {
        var first = _server.Store.Put(Objects.Pods, "shop/a");
        _server.Store.Put(Objects.Pods, "shop/b");
        foreach (var query in (string[])[$"resourceVersion={first}&resourceVersionMatch=Exact", $"resourceVersion={first}&limit=5"])
        {
            var list = await _server.Http.GetJsonAsync($"/api/v1/pods?{query}");
            Assert.Equal(["shop/a"], list.Names());
            Assert.Equal($"{first}", (string?)list["metadata"]!["resourceVersion"]);
        }
        var notOlder = await _server.Http.GetJsonAsync($"/api/v1/pods?resourceVersion={first}&resourceVersionMatch=NotOlderThan&limit=1");
        Assert.Equal(1, (long?)notOlder["metadata"]!["remainingItemCount"]);
        Assert.Equal(2, (await _server.Http.GetJsonAsync($"/api/v1/pods?resourceVersion={first}")).Names().Length);
    }

    [Theory]
    [InlineData("resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("resourceVersion=1&resourceVersionMatch=Sometime", "resourceVersionMatch: Unsupported value: \"Sometime\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData("resourceVersion=0&resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("resourceVersion=1&resourceVersionMatch=Exact&continue=x", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided")]
    [InlineData("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    public async Task List_1_2_OptionsThatDoNotFit_Are422(string query, string fault)
    {
        var status = await _server.Http.GetFailureAsync($"/api/v1/pods?{query}", 422);
        Assert.Equal($"ListOptions.meta.k8s.io \"\" is invalid: {fault}", status.Message());
        Assert.Equal("Invalid", (string?)status["reason"]);
    }

    [Theory]
    [InlineData("resourceVersion=x", "invalid resource version: ")]
    [InlineData("resourceVersion=-1", "invalid resource version: ")]
    [InlineData("continue=x&resourceVersion=5", "specifying resource version is not allowed when using continue")]
    [InlineData("continue=x", "invalid continue token: ")]
    [InlineData("limit=x", "strconv.ParseInt: parsing \"x\": invalid syntax")]
    [InlineData("labelSelector=!x%3Da", "found '=', expected: ")]
    [InlineData("fieldSelector=spec.colour%3Dred", "field label not supported: spec.colour")]
    public async Task List_1_2_OptionsThatCannotBeRead_Are400(string query, string message)
    {
        var status = await _server.Http.GetFailureAsync($"/api/v1/pods?{query}", 400);
        Assert.StartsWith(message, status.Message(), StringComparison.Ordinal);
        Assert.Equal("BadRequest", (string?)status["reason"]);
    }

    [Fact]
    public async Task List_1_4_PagesShareOneState_UnderChange()
    {
        PutPods(5);
        var names = new List<string>();
        string? revision = null, next = "";
        for (var page = 0; next is not null; page++)
        {
            var list = await _server.Http.GetJsonAsync($"/api/v1/pods?limit=2{(next.Length > 0 ? $"&continue={next}" : "")}");
            names.AddRange(list.Names());
            revision ??= (string?)list["metadata"]!["resourceVersion"];
            Assert.Equal(revision, (string?)list["metadata"]!["resourceVersion"]);
            next = (string?)list["metadata"]!["continue"];
            Assert.Equal(next is null ? null : 3L - (2 * page), (long?)list["metadata"]!["remainingItemCount"]);
            _server.Store.Delete(Objects.Pods, $"shop/p{4 - page}");
            _server.Store.Put(Objects.Pods, $"shop/p0{page}");
        }
        Assert.Equal(["shop/p0", "shop/p1", "shop/p2", "shop/p3", "shop/p4"], names);
    }

    [Fact]
    public async Task List_1_4_TokenOfAnotherNamespace_Is400()
    {
        PutPods(3);
        var next = (string?)(await _server.Http.GetJsonAsync("/api/v1/namespaces/shop/pods?limit=1"))["metadata"]!["continue"];
        await _server.Http.GetFailureAsync($"/api/v1/namespaces/other/pods?continue={next}", 400);
        await _server.Http.GetFailureAsync($"/api/v1/nodes?continue={next}", 400);
    }

    [Fact]
    public async Task List_1_4_SelectorsGiveNoRemainingCount_AndFillThePage()
    {
        for (var i = 0; i < 6; i++) _server.Store.Put(Objects.Pods, $"shop/p{i}", labels: i % 2 == 0 ? "\"even\":\"yes\"" : "\"even\":\"no\"");
        var page = await _server.Http.GetJsonAsync("/api/v1/pods?limit=2&labelSelector=even%3Dyes");
        Assert.Equal(["shop/p0", "shop/p2"], page.Names());
        Assert.Null(page["metadata"]!["remainingItemCount"]);
        var rest = await _server.Http.GetJsonAsync($"/api/v1/pods?limit=2&labelSelector=even%3Dyes&continue={(string?)page["metadata"]!["continue"]}");
        Assert.Equal(["shop/p4"], rest.Names());
    }

    [Fact]
    public async Task List_1_6_RevisionFromTheFuture_Is504InTheWordsOfKubernetes()
    {
        var current = _server.Store.Put(Objects.Pods, "shop/a");
        var status = await _server.Http.GetFailureAsync($"/api/v1/pods?resourceVersion={current + 1000}", 504);
        Assert.Equal($$$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Timeout: Too large resource version: {{{current + 1000}}}, current: {{{current}}}","reason":"Timeout","details":{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}],"retryAfterSeconds":1},"code":504}""", status.ToJsonString());
    }

    [Fact]
    public async Task List_1_6_RevisionThatComesSoon_IsWaitedFor()
    {
        var current = _server.Store.Put(Objects.Pods, "shop/a");
        var waiting = _server.Http.GetJsonAsync($"/api/v1/pods?resourceVersion={current + 1}");
        _server.Store.Put(Objects.Pods, "shop/b");
        Assert.Equal(["shop/a", "shop/b"], (await waiting).Names());
    }

    [Theory]
    [InlineData("fieldSelector=metadata.name%3Da", "other/a shop/a")]
    [InlineData("fieldSelector=metadata.name%3Da,metadata.namespace%3Dshop", "shop/a")]
    [InlineData("fieldSelector=metadata.name%3D", "")]
    [InlineData("fieldSelector=metadata.name!%3Da", "shop/b")]
    [InlineData("fieldSelector=spec.nodeName%3Dn1", "other/a shop/b")]
    [InlineData("fieldSelector=spec.nodeName%3Dn1&labelSelector=app", "shop/b")]
    [InlineData("labelSelector=app%20notin%20(web)", "other/a shop/a")]
    public async Task List_1_7_1_8_Selectors_Choose(string query, string expected)
    {
        _server.Store.Put(Objects.Pods, "shop/a", "\"spec\":{\"nodeName\":\"n2\"}");
        _server.Store.Put(Objects.Pods, "shop/b", "\"spec\":{\"nodeName\":\"n1\"}", "\"app\":\"web\"");
        _server.Store.Put(Objects.Pods, "other/a", "\"spec\":{\"nodeName\":\"n1\"}");
        Assert.Equal(expected, string.Join(' ', (await _server.Http.GetJsonAsync($"/api/v1/pods?{query}")).Names()));
    }

    [Fact]
    public async Task List_OneNamedObject_ComesAsAList()
    {
        _server.Store.Put(Objects.Pods, "shop/a");
        _server.Store.Put(Objects.Pods, "shop/b");
        Assert.Equal(["shop/b"], (await _server.Http.GetJsonAsync("/api/v1/namespaces/shop/pods?fieldSelector=metadata.name%3Db")).Names());
        Assert.Empty((await _server.Http.GetJsonAsync("/api/v1/namespaces/shop/pods?fieldSelector=metadata.name%3Dc")).Names());
        Assert.Empty((await _server.Http.GetJsonAsync("/api/v1/namespaces/shop/pods?fieldSelector=metadata.name%3Db,metadata.namespace%3Dother")).Names());
    }

    private void PutPods(int count)
    {
        for (var i = 0; i < count; i++) _server.Store.Put(Objects.Pods, $"shop/p{i}");
    }
}
