using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Tables;

/// <summary>
/// The tables of a real API server beside ours (kubernetes-api.md 3.4): objects.json in many states, made there, held here byte for byte, asked of both.
/// Descriptions of built-in columns are our own words; young ages differ by the moment of asking. Everything else must be equal.
/// </summary>
public sealed partial class RealTablesTests
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Fact]
    public async Task Table_3_4_OfEveryKind_IsTheApiServers()
    {
        if (RealControlPlane.Missing is { } why) Assert.Skip(why);
        var cancellation = TestContext.Current.CancellationToken;
        await using var plane = await RealControlPlane.StartAsync(TimeProvider.System, cancellation);
        using var real = plane.CreateAdminClient();
        await using var server = await ReadServer.StartAsync();
        var cases = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Tables/objects.json"), cancellation))!.AsArray();
        foreach (var entry in cases) await MakeAsync(real, entry!);

        var differences = new List<string>();
        foreach (var path in cases.Select(entry => (string)entry!["path"]!).Distinct())
        {
            await HoldAsync(real, server, path);
            foreach (var query in (string[])["", "?includeObject=None", "?includeObject=Object", "?labelSelector=nobody%3Dhere"])
                Compare(path + query, await real.GetJsonAsync(path + query, Table), await server.Http.GetJsonAsync(path + query, Table), differences);
            var name = (await real.GetJsonAsync(path))["items"]![0]!["metadata"]!["name"];
            Compare($"{path}/{name}", await real.GetJsonAsync($"{path}/{name}", Table), await server.Http.GetJsonAsync($"{path}/{name}", Table), differences);
        }
        foreach (var path in (string[])["/api/v1/namespaces", "/apis/shop.example/v1/tills", "/api/v1/pods", "/api/v1/nodes"])
        {
            foreach (var query in (string[])["", "&includeObject=None", "&includeObject=Object"])
            {
                var watch = $"{path}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true{query}";
                await CompareWatchAsync(watch, real, server.Http, differences);
            }
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static async Task MakeAsync(HttpClient real, JsonNode entry)
    {
        var path = (string)entry["path"]!;
        var name = (string)entry["object"]!["metadata"]!["name"]!;
        await SendAsync(real, HttpMethod.Post, path, entry["object"]!);
        if (entry["status"] is { } status)
            await SendAsync(real, HttpMethod.Patch, $"{path}/{name}/status", new JsonObject { ["status"] = status.DeepClone() });
        if (entry["delete"] is not null) await SendAsync(real, HttpMethod.Delete, $"{path}/{name}", new JsonObject());
        // A definition is served a moment after it was made.
        if ((string)entry["object"]!["kind"]! == "CustomResourceDefinition") await ServedAsync(real, entry["object"]!);
    }

    private static async Task ServedAsync(HttpClient real, JsonNode definition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var response = await real.AskAsync($"/apis/{definition["spec"]!["group"]}/v1/{definition["spec"]!["names"]!["plural"]}");
            if (response.IsSuccessStatusCode) return;
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task SendAsync(HttpClient real, HttpMethod method, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        using var response = await real.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>Holds the collection as the API server has it.</summary>
    private static async Task HoldAsync(HttpClient real, ReadServer server, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var plural = segments[^1];
        var (group, version) = segments[0] == "api" ? ("", segments[1]) : (segments[1], segments[2]);
        var list = await real.GetJsonAsync(path);
        var kind = ((string)list["kind"]!)[..^"List".Length];
        var resource = new ApiResource(new GroupVersionResource(group, version, plural), kind, path.Contains("/namespaces/", StringComparison.Ordinal))
        {
            Definition = group == "shop.example" ? await DefinitionAsync(real, plural, group) : null,
        };
        server.Known.Add(resource);
        server.Store.Transact(t =>
        {
            // In the order of their making: a store that is its own source never goes back.
            foreach (var item in list["items"]!.AsArray().OrderBy(Revision))
            {
                var json = RawJson.WithTypeMeta(Encoding.UTF8.GetBytes(item!.ToJsonString(Relaxed.Options)), resource.Resource.ApiVersion, kind, group == "shop.example");
                var key = new ObjectKey((string?)item["metadata"]!["namespace"] ?? "", (string)item["metadata"]!["name"]!);
                t.Put(resource.Resource, key, json, Revision(item));
            }
            return 0;
        });
    }

    private static long Revision(JsonNode? item) => long.Parse((string)item!["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);

    private static async Task<DefinitionVersion> DefinitionAsync(HttpClient real, string plural, string group)
    {
        var definition = await real.GetJsonAsync($"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{plural}.{group}");
        using var version = System.Text.Json.JsonDocument.Parse(definition["spec"]!["versions"]![0]!.ToJsonString());
        using var extract = System.Text.Json.JsonDocument.Parse(DefinitionVersion.Extract(version.RootElement));
        return DefinitionVersion.Read(extract.RootElement);
    }

    private static void Compare(string what, JsonNode theirs, JsonNode ours, List<string> differences)
    {
        var custom = what.StartsWith("/apis/shop.example/", StringComparison.Ordinal);
        foreach (var table in (JsonNode[])[theirs, ours])
        {
            table["metadata"]!.AsObject().Remove("resourceVersion");
            foreach (var column in table["columnDefinitions"]?.AsArray() ?? [])
            {
                if (!custom || (string)column!["name"]! == "Name") column!.AsObject().Remove("description");
            }
        }
        foreach (var part in (string[])["kind", "apiVersion", "metadata", "columnDefinitions"]) CompareText($"{what} {part}", Text(theirs[part]), Text(ours[part]), differences);
        // Kinds without columns of their own have null for no rows there; clients cannot tell.
        var (theirRows, ourRows) = (theirs["rows"]?.AsArray() ?? [], ours["rows"]!.AsArray());
        CompareText($"{what} rows", $"{theirRows.Count}", $"{ourRows.Count}", differences);
        foreach (var (their, our) in theirRows.Zip(ourRows))
        {
            var name = their!["cells"]![0];
            CompareText($"{what} {name}", Text(their["cells"]), Text(our!["cells"]), differences);
            foreach (var row in (JsonNode[])[their, our])
            {
                if (row["object"]?["metadata"] is not JsonObject metadata) continue;
                // Ours were stored collection by collection, and a store never goes back.
                metadata.Remove("resourceVersion");
                // The API server's own conversion takes the one annotation of a DaemonSet out of its bare metadata.
                if (what.Contains("/daemonsets", StringComparison.Ordinal)) metadata.Remove("annotations");
            }
            if (!JsonNode.DeepEquals(their["object"], our["object"])) differences.Add($"{what} {name}: object\n  theirs {Text(their["object"])}\n  ours   {Text(our["object"])}");
        }
    }

    private static async Task CompareWatchAsync(string what, HttpClient theirs, HttpClient ours, List<string> differences)
    {
        using var their = await WatchReader.OpenAsync(theirs, what, Table);
        using var our = await WatchReader.OpenAsync(ours, what, Table);
        while (true)
        {
            var (theirEvent, ourEvent) = (await their.NextAsync(), await our.NextAsync());
            CompareText($"{what} type", Text(theirEvent!["type"]), Text(ourEvent!["type"]), differences);
            // The cells of a bookmark are those of no object: whatever a printer makes of that.
            var isBookmark = (string?)theirEvent["type"] == "BOOKMARK";
            if (isBookmark)
            {
                theirEvent["object"]!["rows"]![0]!["cells"] = ourEvent["object"]!["rows"]![0]!["cells"]!.DeepClone();
                // A whole object without content has its empty parts there.
                foreach (var part in (string[])["spec", "status"]) theirEvent["object"]!["rows"]![0]!["object"]!.AsObject().Remove(part);
            }
            Compare(what, theirEvent["object"]!, ourEvent["object"]!, differences);
            if (isBookmark || (string?)ourEvent["type"] == "BOOKMARK") return;
        }
    }

    private static void CompareText(string what, string theirs, string ours, List<string> differences)
    {
        if (YoungAge().Replace(theirs, "\"AGE\"") != YoungAge().Replace(ours, "\"AGE\"")) differences.Add($"{what}\n  theirs {theirs}\n  ours   {ours}");
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Relaxed.Options) ?? "null";

    [GeneratedRegex(@"""(\d+m)?\d+s""")]
    private static partial Regex YoungAge();
}
