using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Section 2, watches.</summary>
public sealed class WatchLines(Servers servers) : Lines(servers)
{
    private const string Maps = "/api/v1/namespaces/conf/configmaps";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(105);

    [Theory, ClassData(typeof(ServerNames)), Line("2.1")]
    public async Task Watch_2_1_HeadersComeBeforeAnyEvent_AndEachEventIsALine(string on)
    {
        var server = On(on);
        var revision = (await server.GetAsync(Maps)).Revision;
        using (var response = await server.OpenAsync($"{Maps}?watch=1&resourceVersion={revision}&timeoutSeconds=1"))
        {
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
            Assert.Null(response.Headers.TransferEncodingChunked);
        }
        var all = await server.AskAsync($"{Maps}?watch=1&timeoutSeconds=1&pretty=true", null, null, ("Accept-Encoding", "gzip"));
        Assert.Equal("", all.Header("Content-Encoding"));
        Assert.All(all.Text.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\"", line, StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.2", "2.4")]
    public async Task Watch_2_4_WatchList_EndsWithItsBookmark(string on)
    {
        var server = On(on);
        foreach (var (path, kind, version) in ((string, string, string)[])[(Maps, "ConfigMap", "v1"), ("/apis/shop.example/v1/coupons", "Coupon", "shop.example/v1")])
        {
            var events = (await server.GetAsync($"{path}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=2")).Events();
            Assert.Equal((await server.GetAsync(path)).Names, events.Where(change => (string?)change["type"] == "ADDED").Select(change => Answer.KeyOf(change["object"]!)));
            var bookmark = events.First(change => (string?)change["type"] == "BOOKMARK")["object"]!;
            Assert.Equal(kind, (string?)bookmark["kind"]);
            Assert.Equal(version, (string?)bookmark["apiVersion"]);
            Assert.Equal("true", (string?)bookmark["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
            Assert.True(Number(bookmark) >= server.Data.History[^1] || kind == "Coupon");
            Assert.True(Number(bookmark) > 0);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.3")]
    public async Task Watch_2_3_WhereItStarts(string on)
    {
        var server = On(on);
        foreach (var query in (string[])["", "&resourceVersion=0"])
            Assert.Equal(server.Data.Maps, (await server.GetAsync($"{Maps}?watch=1&timeoutSeconds=1{query}")).EventTexts().Count(text => text.StartsWith("ADDED conf/", StringComparison.Ordinal)));
        var after = (await server.GetAsync($"{Maps}?watch=1&timeoutSeconds=1&resourceVersion={server.Data.History[1]}&labelSelector=app!%3Dx")).EventTexts().Take(3);
        Assert.Equal(["MODIFIED conf/moving", "DELETED conf/moving", "ADDED conf/last"], after);
        var now = await server.GetAsync($"{Maps}?watch=1&timeoutSeconds=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&fieldSelector=metadata.name%3Dm1");
        Assert.Empty(now.Events());
        foreach (var query in (string[])["sendInitialEvents=true", "resourceVersionMatch=NotOlderThan&resourceVersion=5", "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&continue=x", "sendInitialEvents=true&resourceVersionMatch=Exact&resourceVersion=5"])
            Assert.Equal("Invalid", (await server.FailAsync($"{Maps}?watch=1&{query}", 422)).Reason);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.5")]
    public async Task Watch_2_5_ABookmarkComesBeforeTheEnd_OnlyWhereAskedFor(string on)
    {
        var server = On(on);
        var revision = (await server.GetAsync(Maps)).Revision;
        // A real API server looks at its watches about once a second, and says nothing that it has said before.
        using var response = await server.OpenAsync($"{Maps}?watch=1&resourceVersion={revision}&allowWatchBookmarks=true&timeoutSeconds=6");
        if (server.Cluster is not null)
        {
            await server.Cluster.CreateAsync("/api/v1/namespaces/conf/configmaps", new() { ["metadata"] = new JsonObject { ["name"] = "zz-between" } }, TestContext.Current.CancellationToken);
            await server.Cluster.DeleteAsync("/api/v1/namespaces/conf/configmaps/zz-between", TestContext.Current.CancellationToken);
        }
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var asked = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
        var bookmark = asked.Last(change => (string?)change["type"] == "BOOKMARK")["object"]!;
        Assert.True(Number(bookmark) >= long.Parse(revision, CultureInfo.InvariantCulture));
        Assert.Equal(["kind", "apiVersion", "metadata"], bookmark.AsObject().Where(member => member.Key is not ("spec" or "status" or "data")).Select(member => member.Key));
        Assert.DoesNotContain((await server.GetAsync($"{Maps}?watch=1&resourceVersion={revision}&timeoutSeconds=4")).Events(), change => (string?)change["type"] == "BOOKMARK");
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.6")]
    public async Task Watch_2_6_EndsCleanlyAtItsTimeout(string on)
    {
        var server = On(on);
        var start = TimeProvider.System.GetTimestamp();
        var watch = await server.GetAsync($"{Maps}?watch=1&resourceVersion={server.Data.History[^1]}&timeoutSeconds=1&timeout=1ms");
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0.8, 5);
        Assert.DoesNotContain(watch.Events(), change => (string?)change["type"] == "ERROR");
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.7")]
    public async Task Watch_2_7_WhoLeavesASelectorIsDeleted_AsItWas(string on)
    {
        var server = On(on);
        var (made, _, moved) = (server.Data.History[0], server.Data.History[1], server.Data.History[2]);
        var walkers = (await server.GetAsync($"{Maps}?watch=1&resourceVersion={made - 1}&labelSelector=app%3Dwalker&timeoutSeconds=1")).Events();
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], walkers.Select(change => (string?)change["type"]));
        var left = walkers[2]["object"]!;
        Assert.Equal($"{moved}", (string?)left["metadata"]!["resourceVersion"]);
        Assert.Equal("walker", (string?)left["metadata"]!["labels"]!["app"]);
        var sitters = (await server.GetAsync($"{Maps}?watch=1&resourceVersion={made - 1}&labelSelector=app%3Dsitter&timeoutSeconds=1")).EventTexts();
        Assert.Equal(["ADDED conf/moving", "DELETED conf/moving"], sitters);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.8")]
    public async Task Watch_2_8_TooOld_IsAnErrorEvent(string on)
    {
        var server = On(on);
        var events = (await server.GetAsync("/apis/shop.example/v1/coupons?watch=1&resourceVersion=1&timeoutSeconds=5")).Events();
        if (on == ServerNames.Sandbox) Assert.Skip("the sandbox holds its whole history");
        if (on == ServerNames.Online && Servers.Missing.Length > 0) Assert.Skip("the node holds the kind since just now and asks the cluster, and the sandbox holds its whole history");
        var change = Assert.Single(events);
        Assert.Equal("ERROR", (string?)change["type"]);
        Assert.Equal("Status", (string?)change["object"]!["kind"]);
        Assert.Equal("Expired", (string?)change["object"]!["reason"]);
        Assert.Equal(410, (int?)change["object"]!["code"]);
        Assert.Matches(@"^too old resource version: 1 \([0-9]+\)$", (string?)change["object"]!["message"]);
    }

    /// <summary>A reader that stands still while much happens: it may be cut off, but what it has read has no gap, and from there it goes on.</summary>
    [Theory, ClassData(typeof(ServerNames)), Line("2.9")]
    public async Task Watch_2_9_WhoReadsSlowly_IsCutOffAtMost_AndMissesNothing(string on)
    {
        var server = On(on);
        if (server.Cluster is null)
        {
            // Nothing happens here any more; what did is replayed, byte by byte.
            var replay = await SlowWatch.ReadAsync(server, $"{Maps}?watch=1&resourceVersion={server.Data.History[0] - 1}&fieldSelector=metadata.name%3Dmoving&timeoutSeconds=2", () => Task.CompletedTask);
            Assert.Equal(["ADDED", "MODIFIED", "MODIFIED", "DELETED"], replay.Select(change => (string?)change["type"]));
            return;
        }
        const string path = "/apis/shop.example/v1/namespaces/shop/coupons";
        const int changes = 80;
        var made = await server.Cluster.CreateAsync(path, new JsonObject { ["apiVersion"] = "shop.example/v1", ["kind"] = "Coupon", ["metadata"] = new JsonObject { ["name"] = $"slow-{on}" } }, TestContext.Current.CancellationToken);
        var (seen, revision) = (0, Number(made));
        var filling = new string('x', 150_000);
        for (var attempt = 0; seen < changes && attempt < changes; attempt++)
        {
            var isFirst = attempt == 0;
            var events = await SlowWatch.ReadAsync(server, $"{path}?watch=1&resourceVersion={revision}&fieldSelector=metadata.name%3Dslow-{on}&timeoutSeconds={(isFirst ? 60 : 5)}", async () =>
            {
                for (var i = 1; isFirst && i <= changes; i++)
                    await server.Cluster.MergeAsync($"{path}/slow-{on}", new JsonObject { ["spec"] = new JsonObject { ["percent"] = i, ["of"] = filling } }, TestContext.Current.CancellationToken);
            }, change => (int?)change["object"]!["spec"]?["percent"] == changes);
            foreach (var change in events)
            {
                Assert.Equal("MODIFIED", (string?)change["type"]);
                var i = (int)change["object"]!["spec"]!["percent"]!;
                // To an edge that lags newer states replace older ones; what it was told it tells.
                if (server.IsEdge) Assert.True(i > seen, $"{i} came after {seen}");
                else Assert.Equal(seen + 1, i);
                (seen, revision) = (i, Number(change["object"]!));
            }
        }
        Assert.Equal(changes, seen);
        await server.Cluster.DeleteAsync($"{path}/slow-{on}", TestContext.Current.CancellationToken);
    }

    /// <summary>Proxies and servers of .NET cut what says nothing for 100 s.</summary>
    [Theory, ClassData(typeof(ServerNames)), Line("2.11")]
    public async Task Watch_2_11_ThatIsIdleForLong_IsNotCut(string on)
    {
        var server = On(on);
        var watch = Servers.Idle(on);
        var rest = Long - watch.Age;
        if (rest > TimeSpan.Zero) await Task.WhenAny(watch.First, Task.Delay(rest, TimeProvider.System, TestContext.Current.CancellationToken));
        if (server.Cluster is null)
        {
            Assert.False(watch.First.IsCompleted, "it has ended");
            return;
        }
        const string path = "/api/v1/namespaces/conf-b/configmaps";
        // Who comes first makes it for all that watch the same cluster.
        if (!watch.First.IsCompleted) await server.Cluster.ApplyAsync($"{path}/{IdleWatch.Map}", new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = IdleWatch.Map } }, TestContext.Current.CancellationToken);
        var (line, after) = await watch.First.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(line is not null && after >= Long, $"it ended after {after}: {line}");
        Assert.Equal("ADDED", (string?)JsonNode.Parse(line)!["type"]);
        using var gone = await server.Cluster.SendAsync(HttpMethod.Delete, $"{path}/{IdleWatch.Map}", null, null, TestContext.Current.CancellationToken);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.10")]
    public async Task Watch_2_10_OneObject_AndTheOldPaths(string on)
    {
        var server = On(on);
        foreach (var path in (string[])
            [$"{Maps}?watch=1&fieldSelector=metadata.name%3Dm1&", "/api/v1/watch/namespaces/conf/configmaps/m1?", "/api/v1/watch/namespaces/conf/configmaps?fieldSelector=metadata.name%3Dm1&",
             "/api/v1/watch/configmaps?fieldSelector=metadata.name%3Dm1,metadata.namespace%3Dconf&"])
            Assert.Equal(["ADDED conf/m1"], (await server.GetAsync($"{path}timeoutSeconds=1")).EventTexts());
        Assert.Equal(["ADDED conf/c1"], (await server.GetAsync("/apis/shop.example/v1/namespaces/conf/coupons?watch=1&fieldSelector=metadata.name%3Dc1&timeoutSeconds=1")).EventTexts());
        await server.FailAsync("/api/v1/watch/namespaces/conf/configmaps/m1?fieldSelector=metadata.name%3Dm2", 400);
        // To the API server the query of an old path is that of a list, unless it says watch itself.
        const string initial = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1";
        await server.FailAsync($"/api/v1/watch/namespaces/conf/configmaps/m1?{initial}", 422);
        Assert.Equal(["ADDED conf/m1", "BOOKMARK "], (await server.GetAsync($"/api/v1/watch/namespaces/conf/configmaps/m1?watch=1&{initial}")).EventTexts().Take(2));
    }

    [Theory, ClassData(typeof(ServerNames)), Line("2.10")]
    public async Task Watch_2_10_OverAWebSocket_IsAMessagePerEvent(string on)
    {
        var server = On(on);
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = Trust.Anybody;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token}");
        socket.Options.SetRequestHeader("Origin", "https://example");
        socket.Options.AddSubProtocol("base64.binary.k8s.io");
        var path = $"{Maps}?watch=1&timeoutSeconds=2&labelSelector=app";
        await socket.ConnectAsync(new Uri($"wss://{server.Address.Authority}{path}"), TestContext.Current.CancellationToken);
        Assert.Equal("base64.binary.k8s.io", socket.SubProtocol);
        var buffer = new byte[64 << 10];
        for (var i = 0; i < 8; i++)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            Assert.Equal(WebSocketMessageType.Text, read.MessageType);
            Assert.True(read.EndOfMessage);
            var change = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, read.Count))!;
            Assert.Equal("ADDED", (string?)change["type"]);
            Assert.Equal($"conf/m{i}", Answer.KeyOf(change["object"]!));
        }
        Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken)).MessageType);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    private static long Number(JsonNode item) => long.Parse((string)item["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
}
