using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Section 6, what breaks a naive cache.</summary>
public sealed class CacheLines(Servers servers) : Lines(servers)
{
    private const string Maps = "/api/v1/namespaces/conf/configmaps";
    private const string Coupons = "/apis/shop.example/v1/namespaces/shop/coupons";
    private const string Mine = "/api/v1/namespaces/shop/configmaps";

    [Theory, ClassData(typeof(ServerNames)), Line("6.1", "6.2")]
    public async Task Cache_6_2_VersionsAreTheClusters(string on)
    {
        var server = On(on);
        foreach (var collection in Dataset.Collections)
        {
            var (here, there) = (await server.GetAsync(collection), server.IsEdge ? await Servers.Judge.GetAsync(collection) : await server.GetAsync(collection));
            var inSet = (Answer answer) => answer.Json["items"]!.AsArray().Where(item => ((string?)item!["metadata"]!["namespace"])?.StartsWith("conf", StringComparison.Ordinal) == true)
                .Select(item => $"{Answer.KeyOf(item!)}@{(string?)item!["metadata"]!["resourceVersion"]}");
            Assert.Equal(inSet(there), inSet(here));
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("6.3")]
    public async Task Cache_6_3_AListMayBeNewerThanItsItems(string on)
    {
        var list = await On(on).GetAsync(Maps);
        Assert.All(list.Json["items"]!.AsArray(), item => Assert.True(Number(item!["metadata"]!) <= Number(list.Json["metadata"]!)));
    }

    [Theory, ClassData(typeof(ServerNames)), Line("6.5", "2.3")]
    public async Task Cache_6_5_AWatchResumesFromAnyRetainedVersion(string on)
    {
        var server = On(on);
        var history = server.Data.History;
        string[] all = ["ADDED conf/moving", "MODIFIED conf/moving", "MODIFIED conf/moving", "DELETED conf/moving", "ADDED conf/last"];
        foreach (var (from, seen) in ((long, int)[])[(history[0] - 1, 0), (history[0], 1), (history[1], 2), (history[2], 3), (history[3], 5)])
        {
            var events = (await server.GetAsync($"{Maps}?watch=1&resourceVersion={from}&timeoutSeconds=1&fieldSelector=metadata.name!%3Dzz-between")).EventTexts();
            // A real one keeps about the last hundred events of a collection, whosever they are.
            if (!server.IsEdge && events is ["ERROR "]) Assert.Skip("this API server has let go of that version");
            Assert.Equal(all[seen..], events);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("6.6")]
    public async Task Cache_6_6_OnlineAReadIsNotOlderThanNow_OfflineItSaysHowOld(string on)
    {
        var server = On(on);
        if (server.Cluster is null)
        {
            foreach (var path in (string[])[Maps, $"{Maps}/m1"])
            {
                var answer = await server.GetAsync(path);
                Assert.Matches("^299 - \"[^\"]*the cloud was last heard 20[^\"]*\"$", answer.Header("Warning"));
                Assert.Matches("^[0-9]+$", answer.Header("Age"));
            }
            return;
        }
        var cancellation = TestContext.Current.CancellationToken;
        // Of another kind than the set's: a real API server keeps about the last hundred events of each.
        for (var i = 0; i < 10; i++)
        {
            // Another client writes, past this server; from then on nobody may see less.
            var made = await server.Cluster.CreateAsync(Coupons, new JsonObject { ["apiVersion"] = "shop.example/v1", ["kind"] = "Coupon", ["metadata"] = new JsonObject { ["name"] = $"fresh-{on}" } }, cancellation);
            var list = await server.GetAsync(Coupons);
            Assert.Contains($"shop/fresh-{on}", list.Names);
            Assert.True(Number(list.Json["metadata"]!) >= Number(made["metadata"]!));
            var changed = await server.Cluster.MergeAsync($"{Coupons}/fresh-{on}", new JsonObject { ["spec"] = new JsonObject { ["percent"] = i } }, cancellation);
            Assert.Equal((string?)changed["metadata"]!["resourceVersion"], (string?)(await server.GetAsync($"{Coupons}/fresh-{on}")).Json["metadata"]!["resourceVersion"]);
            await server.Cluster.DeleteAsync($"{Coupons}/fresh-{on}", cancellation);
            if (i % 2 == 0) await server.FailAsync($"{Coupons}/fresh-{on}", 404);
            else Assert.DoesNotContain($"shop/fresh-{on}", (await server.GetAsync(Coupons)).Names);
            var initial = await server.Cluster.CreateAsync(Coupons, new JsonObject { ["apiVersion"] = "shop.example/v1", ["kind"] = "Coupon", ["metadata"] = new JsonObject { ["name"] = $"first-{on}" } }, cancellation);
            var events = (await server.GetAsync($"{Coupons}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1")).EventTexts();
            Assert.Contains($"ADDED shop/first-{on}", events.TakeWhile(text => !text.StartsWith("BOOKMARK", StringComparison.Ordinal)));
            await server.Cluster.DeleteAsync($"{Coupons}/first-{on}", cancellation);
        }
    }

    /// <summary>What reaches a node filtered shows no version of its own by which it could be told how new it is.</summary>
    [Theory, ClassData(typeof(ServerNames)), Line("6.6", "6.1")]
    public async Task Cache_6_6_EndpointsAreNotOlderThanNowEither(string on)
    {
        var server = On(on);
        const string slices = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";
        if (server.Cluster is null)
        {
            Assert.Matches("^299 - \"[^\"]*the cloud was last heard 20[^\"]*\"$", (await server.GetAsync(slices)).Header("Warning"));
            return;
        }
        var cancellation = TestContext.Current.CancellationToken;
        var slice = $"fresh-{on}";
        for (var i = 0; i < 5; i++)
        {
            await server.Cluster.CreateAsync(slices, SliceOf(slice, "10.9.0.1"), cancellation);
            Assert.Contains($"shop/{slice}", (await server.GetAsync(slices)).Names);
            var before = Number((await server.GetAsync($"{slices}/{slice}")).Json["metadata"]!);
            await server.Cluster.MergeAsync($"{slices}/{slice}", new JsonObject { ["endpoints"] = SliceOf(slice, $"10.9.1.{i}")["endpoints"]!.DeepClone() }, cancellation);
            var after = await server.GetAsync($"{slices}/{slice}");
            Assert.Equal($"10.9.1.{i}", (string?)after.Json["endpoints"]![0]!["addresses"]![0]);
            Assert.True(Number(after.Json["metadata"]!) > before);
            await server.Cluster.DeleteAsync($"{slices}/{slice}", cancellation);
            if (i % 2 == 0) await server.FailAsync($"{slices}/{slice}", 404);
            else Assert.DoesNotContain($"shop/{slice}", (await server.GetAsync(slices)).Names);
        }
    }

    private static JsonObject SliceOf(string name, string address) => JsonNode.Parse($$"""
        {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"{{name}}"},"addressType":"IPv4","ports":[],"endpoints":[{"addresses":["{{address}}"]}]}
        """)!.AsObject();

    [Theory, ClassData(typeof(ServerNames)), Line("6.6")]
    public async Task Cache_6_6_WhoWritesReadsItsOwnWrite(string on)
    {
        var server = On(on);
        if (server.Cluster is null)
        {
            // Nothing is written that is not: not here, not later.
            var refused = await server.AskAsync($"{Mine}/till", null, HttpMethod.Delete);
            Assert.Equal((503, "ServiceUnavailable"), (refused.Code, refused.Reason));
            Assert.Contains("delete configmaps \"till\" was not done", refused.Message, StringComparison.Ordinal);
            await server.GetAsync($"{Mine}/till");
            return;
        }
        for (var i = 0; i < 5; i++)
        {
            var made = await WriteAsync(server, HttpMethod.Post, Mine, $$"""{"metadata":{"name":"own-{{on}}"} }""");
            Assert.Equal((string?)made["metadata"]!["resourceVersion"], (string?)(await server.GetAsync($"{Mine}/own-{on}")).Json["metadata"]!["resourceVersion"]);
            Assert.Contains($"shop/own-{on}", (await server.GetAsync(Mine)).Names);
            var changed = await WriteAsync(server, HttpMethod.Put, $"{Mine}/own-{on}", $$"""{"metadata":{"name":"own-{{on}}"},"data":{"i":"{{i}}"} }""");
            Assert.Equal((string?)changed["metadata"]!["resourceVersion"], (string?)(await server.GetAsync($"{Mine}/own-{on}")).Json["metadata"]!["resourceVersion"]);
            await WriteAsync(server, HttpMethod.Delete, $"{Mine}/own-{on}", null);
            await server.FailAsync($"{Mine}/own-{on}", 404);
            Assert.DoesNotContain($"shop/own-{on}", (await server.GetAsync(Mine)).Names);
        }
    }

    [Fact, Line("6.4")]
    public async Task Cache_6_4_OneHistory_OverCutsAndARestart()
    {
        // One node that is all of them in turn.
        foreach (var state in (string[])[ServerNames.Online, ServerNames.Offline, ServerNames.Restarted]) On(state);
        var (relay, server, node) = Servers.Flipping;
        long highest = 0;
        var watched = Servers.Judge.Data.History[0];
        for (var i = 0; i < 3; i++)
        {
            highest = await NotLowerAsync(server, highest);
            relay.Cut();
            await UntilAsync(async () => (await server.GetAsync($"{Maps}?resourceVersion=0")).Header("Warning").Length > 0);
            highest = await NotLowerAsync(server, highest);
            Assert.Equal(4, (await server.GetAsync($"{Maps}?watch=1&resourceVersion={watched}&timeoutSeconds=1&fieldSelector=metadata.name!%3Dzz-between")).Events().Count);
            if (i == 1)
            {
                await node.KillAsync();
                node.Start();
                await UntilAsync(async () => (await server.AskAsync("/readyz")).Code == 200);
                highest = await NotLowerAsync(server, highest);
            }
            relay.Mend();
            await UntilAsync(async () => (await server.GetAsync($"{Maps}?resourceVersion=0")).Header("Warning").Length == 0);
        }
        await NotLowerAsync(server, highest);
    }

    private static async Task<long> NotLowerAsync(ServerUnderTest server, long highest)
    {
        var revision = Number((await server.GetAsync(Maps)).Json["metadata"]!);
        Assert.True(revision >= highest, $"{revision} came after {highest}");
        return revision;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await condition()) return;
            }
            catch (HttpRequestException)
            {
                // The daemon is not up yet.
            }
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), "it did not come true within a minute");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<JsonNode> WriteAsync(ServerUnderTest server, HttpMethod method, string path, string? body)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = Trust.Anybody;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path));
        if (body is not null) request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        request.Headers.Authorization = new("Bearer", server.Token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static long Number(JsonNode metadata) => long.Parse((string)metadata["resourceVersion"]!, CultureInfo.InvariantCulture);
}
