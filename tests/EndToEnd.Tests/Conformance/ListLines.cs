using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Section 1, GET and LIST: which state, in which order, in how many pages.</summary>
public sealed class ListLines(Servers servers) : Lines(servers)
{
    private const string Maps = "/api/v1/configmaps";

    /// <summary>A real API server holds states of this kind from its definition on, and no other comes before; etcd has forgotten them.</summary>
    private const string Coupons = "/apis/shop.example/v1/namespaces/conf/coupons";
    private const string InConf = "/api/v1/namespaces/conf/configmaps";

    [Theory, ClassData(typeof(ServerNames)), Line("1.1")]
    public async Task List_1_1_ChecksComeInTheirOrder(string on)
    {
        var server = On(on);
        // Each request breaks this rule and all that follow it.
        Assert.Equal(401, (await server.AskAsync("/api/v1/secrets?limit=x", "text/html", null, ("Authorization", $"Bearer {server.Forged}"))).Code);
        Assert.Equal(403, (await server.AskAsync("/api/v1/secrets?limit=x", "text/html")).Code);
        Assert.Equal(406, (await server.AskAsync($"{Maps}?limit=x&resourceVersionMatch=Exact", "text/html")).Code);
        Assert.Equal(400, (await server.AskAsync($"{Maps}?limit=x&resourceVersionMatch=Exact&fieldSelector=no=1")).Code);
        Assert.Equal(422, (await server.AskAsync($"{Maps}?resourceVersionMatch=Exact&fieldSelector=no=1")).Code);
        Assert.Equal(400, (await server.AskAsync($"{Maps}?resourceVersion=x&fieldSelector=no=1")).Code);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.2")]
    public async Task List_1_2_TheMatrix(string on)
    {
        var server = On(on);
        var (first, last) = (server.Data.History[0], server.Data.History[^1]);
        var now = await server.GetAsync($"{InConf}?limit=3");
        Assert.Equal(3, now.Names.Count);
        Assert.NotEqual("", now.Continue);
        Assert.True(Number(now.Revision) >= last);

        var any = await server.GetAsync($"{InConf}?limit=3&resourceVersion=0");
        Assert.Equal("", any.Continue);
        Assert.Equal(server.Data.Maps, any.Names.Count);
        Assert.Equal(server.Data.Maps, (await server.GetAsync($"{InConf}?limit=3&resourceVersion=0&resourceVersionMatch=NotOlderThan")).Names.Count);

        Assert.True(Number((await server.GetAsync($"{InConf}?resourceVersion={first}")).Revision) >= last);
        var notOlder = await server.GetAsync($"{InConf}?resourceVersion={first}&resourceVersionMatch=NotOlderThan&limit=3");
        Assert.Equal(3, notOlder.Names.Count);
        Assert.True(Number(notOlder.Revision) >= last);

        foreach (var query in (string[])[$"resourceVersion={first}&limit=100", $"resourceVersion={first}&resourceVersionMatch=Exact"])
        {
            var exact = await server.GetAsync($"{InConf}?{query}");
            Assert.Equal($"{first}", exact.Revision);
            Assert.Contains("conf/moving", exact.Names);
            Assert.DoesNotContain("conf/last", exact.Names);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.2")]
    public async Task List_1_2_TooOld_Is410(string on)
    {
        var server = On(on);
        if (on == ServerNames.Sandbox) Assert.Skip("the sandbox holds its whole history");
        var status = await server.FailAsync($"{Coupons}?resourceVersion=1&resourceVersionMatch=Exact", 410);
        Assert.Equal("The resourceVersion for the provided list is too old.", status.Message);
        Assert.Equal("Expired", status.Reason);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.2")]
    public async Task List_1_2_WhatMayNotStandTogether_Is422(string on)
    {
        var server = On(on);
        foreach (var query in (string[])
            ["resourceVersionMatch=Exact", "resourceVersionMatch=NotOlderThan&continue=x&resourceVersion=5", "resourceVersion=5&resourceVersionMatch=Wrong",
             "resourceVersion=0&resourceVersionMatch=Exact", "sendInitialEvents=true", "sendInitialEvents=false&resourceVersion=5&resourceVersionMatch=NotOlderThan"])
        {
            var status = await server.FailAsync($"{Maps}?{query}", 422);
            Assert.StartsWith("ListOptions.meta.k8s.io \"\" is invalid: ", status.Message, StringComparison.Ordinal);
            Assert.Equal("Invalid", status.Reason);
            Assert.NotEmpty(status.Json["details"]!["causes"]!.AsArray());
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.2")]
    public async Task List_1_2_BadContinueAndRevision_Are400(string on)
    {
        var server = On(on);
        var token = (await server.GetAsync($"{InConf}?limit=1")).Continue;
        Assert.Equal("specifying resource version is not allowed when using continue", (await server.FailAsync($"{InConf}?limit=1&continue={token}&resourceVersion=5", 400)).Message);
        Assert.StartsWith("invalid continue token: ", (await server.FailAsync($"{InConf}?continue=bm9uc2Vuc2U", 400)).Message, StringComparison.Ordinal);
        Assert.StartsWith("invalid resource version: ", (await server.FailAsync($"{InConf}?resourceVersion=x1", 400)).Message, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.3")]
    public async Task List_1_3_OrderIsOfTheBytesOfNamespaceAndName(string on)
    {
        var server = On(on);
        foreach (var collection in Dataset.Collections)
        {
            var names = (await server.GetAsync(collection)).Names;
            Assert.Equal(names.Order(StringComparer.Ordinal), names);
        }
        var maps = (await server.GetAsync(Maps)).Names;
        Assert.True(maps.ToList().IndexOf("conf-b/m0") < maps.ToList().IndexOf("conf/m0"), "conf-b stands before conf/");
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.3")]
    public async Task List_1_3_NothingThere_IsAnEmptyList(string on)
    {
        var server = On(on);
        foreach (var path in (string[])["/api/v1/namespaces/nowhere/configmaps", "/apis/shop.example/v1/namespaces/nowhere/coupons"])
        {
            var list = await server.GetAsync(path);
            Assert.Contains("\"items\":[]", list.Text, StringComparison.Ordinal);
            Assert.Matches("^[1-9][0-9]*$", list.Revision);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.4")]
    public async Task List_1_4_AllPagesAreOneState(string on)
    {
        var server = On(on);
        var whole = await server.GetAsync(InConf);
        var (names, token, revision) = (new List<string>(), "", "");
        do
        {
            var page = await server.GetAsync($"{InConf}?limit=4{(token.Length > 0 ? $"&continue={token}" : "")}");
            if (revision.Length > 0) Assert.Equal(revision, page.Revision);
            (revision, token) = (page.Revision, page.Continue);
            names.AddRange(page.Names);
            Assert.Equal(token.Length > 0 ? server.Data.Maps - names.Count : null, (long?)page.Json["metadata"]!["remainingItemCount"]);
            if (server.Cluster is null || names.Count > 4) continue;
            // Happens between the pages, and is in none of them.
            await server.Cluster.CreateAsync("/api/v1/namespaces/conf/configmaps", new() { ["metadata"] = new JsonObject { ["name"] = "zz-between" } }, TestContext.Current.CancellationToken);
            await server.Cluster.DeleteAsync("/api/v1/namespaces/conf/configmaps/zz-between", TestContext.Current.CancellationToken);
        }
        while (token.Length > 0);
        Assert.Equal(whole.Names, names);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.4")]
    public async Task List_1_4_ATokenOfLongAgo_Is410_AndBringsOneThatGoesOnFromNow(string on)
    {
        var server = On(on);
        var whole = (await server.GetAsync(Coupons)).Names;
        var page = await server.GetAsync($"{Coupons}?limit=1");
        var status = await server.FailAsync($"{Coupons}?limit=1&continue={Aged(page.Continue)}", 410);
        Assert.Equal("Expired", status.Reason);
        Assert.StartsWith("The provided continue parameter is too old", status.Message, StringComparison.Ordinal);
        Assert.NotEqual("", status.Continue);
        var rest = await server.GetAsync($"{Coupons}?continue={status.Continue}");
        Assert.Equal(whole.Skip(1), rest.Names);
        Assert.True(Number(rest.Revision) >= Number(page.Revision));
    }

    /// <summary>The same token, as if its first page had been read when the cluster was made.</summary>
    private static string Aged(string token)
    {
        var content = JsonNode.Parse(Base64Url.DecodeFromChars(token))!.AsObject();
        foreach (var state in (string[])["rv", "seq"])
        {
            if (content.ContainsKey(state)) content[state] = 1;
        }
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content.ToJsonString()));
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.4")]
    public async Task List_1_4_SelectorsChoose_NothingIsSaidOfTheRest(string on)
    {
        var server = On(on);
        foreach (var selector in (string[])["labelSelector=app", "fieldSelector=metadata.namespace!=x"])
        {
            var page = await server.GetAsync($"{InConf}?limit=2&{selector}");
            Assert.NotEqual("", page.Continue);
            Assert.Null(page.Json["metadata"]!["remainingItemCount"]);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.5")]
    public async Task Get_1_5_ByRevision(string on)
    {
        var server = On(on);
        foreach (var query in (string[])["", "?resourceVersion=0", $"?resourceVersion={server.Data.History[0]}"])
        {
            var found = await server.GetAsync($"{InConf}/m1{query}");
            Assert.Equal("1", (string?)found.Json["data"]!["i"]);
            Assert.Equal("ConfigMap", (string?)found.Json["kind"]);
            Assert.Equal("é \" < &", (string?)found.Json["data"]!["text"]);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.6")]
    public async Task Read_1_6_OfTheFuture_WaitsAndIs504(string on)
    {
        var server = On(on);
        var future = long.Parse((await server.GetAsync(Maps)).Revision, CultureInfo.InvariantCulture) + 1_000_000;
        var start = TimeProvider.System.GetTimestamp();
        var status = await server.FailAsync($"{Maps}?resourceVersion={future}&resourceVersionMatch=NotOlderThan", 504);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 2.5, 10);
        Assert.Matches($"^Timeout: Too large resource version: {future}, current: [0-9]+$", status.Message);
        Assert.Equal("Timeout", status.Reason);
        var cause = Assert.Single(status.Json["details"]!["causes"]!.AsArray())!;
        Assert.Equal("ResourceVersionTooLarge", (string?)cause["reason"]);
        Assert.Equal("Too large resource version", (string?)cause["message"]);
        // Without a cloud it will not come soon: reflectors must fall back at once.
        var retries = on is not (ServerNames.Offline or ServerNames.Restarted);
        Assert.Equal(retries ? 1 : null, (int?)status.Json["details"]!["retryAfterSeconds"]);
        Assert.Equal(retries ? "1" : "", status.Header("Retry-After"));
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.6")]
    public async Task Watch_1_6_OfTheFuture_IsSilent(string on)
    {
        var server = On(on);
        var future = long.Parse((await server.GetAsync(Maps)).Revision, CultureInfo.InvariantCulture) + 1_000_000;
        Assert.Empty((await server.GetAsync($"{Maps}?watch=1&resourceVersion={future}&timeoutSeconds=1")).Events());
    }

    private static long Number(string revision) => long.Parse(revision, CultureInfo.InvariantCulture);
}
