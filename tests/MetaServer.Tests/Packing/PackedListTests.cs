using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Packing;
using KubeEdge.EdgeMesh.Edge.MetaServer.Selections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Packing;

/// <summary>Lists that are put together from what is remembered: whoever asks in whatever form must not notice.</summary>
public sealed class PackedListTests : IAsyncLifetime
{
    private const int Pods = 600;
    private const string OfNode = "/api/v1/pods?fieldSelector=spec.nodeName%3Dn1";
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ReadServer.StartAsync();
        for (var i = 0; i < Pods; i++) Put(i, "first");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Gzip_ListAskedForAgain_IsCompressedOnce()
    {
        var first = await UnpackAsync(OfNode);
        Assert.Equal(await PlainAsync(OfNode), first);
        var packed = Packed;
        Assert.True(packed > 5);
        Assert.Equal(first, await UnpackAsync(OfNode));
        Assert.Equal(first, await UnpackAsync(OfNode + "&resourceVersion=0"));
        Assert.Equal(packed, Packed);
    }

    [Fact]
    public async Task Gzip_EightAtOnce_CompressOnce()
    {
        var lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => UnpackAsync("/api/v1/pods"))));
        Assert.Single(lists.Distinct());
        var packed = Packed;
        Assert.Equal(lists[0], await UnpackAsync("/api/v1/pods"));
        Assert.Equal(packed, Packed);
    }

    [Fact]
    public async Task Gzip_AfterOneChange_CompressesWhatIsBesideIt()
    {
        await UnpackAsync(OfNode);
        var packed = Packed;
        Put(Pods / 2, "second");
        Assert.Contains("second", await UnpackAsync(OfNode), StringComparison.Ordinal);
        Assert.InRange(Packed - packed, 1, 3);
    }

    [Fact]
    public async Task Gzip_OtherSelectorThatChoosesTheSame_SharesThePieces()
    {
        await UnpackAsync(OfNode);
        var packed = Packed;
        await UnpackAsync("/api/v1/pods");
        await UnpackAsync("/api/v1/namespaces/shop/pods");
        Assert.Equal(packed, Packed);
    }

    [Fact]
    public async Task Selector_AskedAgain_ReadsWhatHasChanged()
    {
        const string Path = OfNode + "&labelSelector=tier%3Drare";
        var first = await PlainAsync(Path);
        Assert.Equal(Pods, Decisions);
        Assert.Equal(first, await PlainAsync(Path));
        Assert.Equal(Pods, Decisions);
        Put(7, "second");
        Put(Pods, "third");
        await PlainAsync(Path);
        Assert.Equal(Pods + 2, Decisions);
    }

    /// <summary>The state of a list in the past is not read by what is remembered of a later one, nor the other way round.</summary>
    [Fact]
    public async Task List_OfAStateOfThePast_IsWhatItWas()
    {
        var before = await UnpackAsync(OfNode);
        var revision = _server.Store.Revision;
        for (var i = 0; i < 20; i++) Put(i * 7, "second", node: i % 2 == 0 ? "n1" : "n2");
        var after = await UnpackAsync(OfNode);
        var past = OfNode + $"&resourceVersion={revision}&resourceVersionMatch=Exact";
        Assert.Equal(before, await UnpackAsync(past));
        Assert.Equal(before, await PlainAsync(past));
        Assert.Equal(after, await UnpackAsync(OfNode));
        Assert.NotEqual(before, after);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Lists_AfterRandomChanges_AreWhatIsReadObjectByObject(int seed)
    {
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
#pragma warning disable CA5394 // Seeded, so that a failure can be repeated.
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            for (var changes = random.Next(1, 40); changes > 0; changes--)
            {
                var pod = random.Next(Pods + 50);
                if (random.Next(4) == 0) _server.Store.Delete(Objects.Pods, Key(pod));
                else Put(pod, $"round {round}", random.Next(3) == 0 ? "n2" : "n1");
            }
#pragma warning restore CA5394
            // Without a selector and without gzip a list is read from the store's own cursor, and nothing is remembered.
            var all = JsonNode.Parse(await PlainAsync("/api/v1/pods"))!["items"]!.AsArray();
            await SameAsync("/api/v1/pods", all);
            await SameAsync(OfNode, all.Where(pod => (string?)pod!["spec"]!["nodeName"] == "n1"));
            await SameAsync("/api/v1/namespaces/shop/pods?labelSelector=tier%21%3Drare", all.Where(pod => (string?)pod!["metadata"]!["labels"]!["tier"] != "rare"));
        }
    }

    private async Task SameAsync(string path, IEnumerable<JsonNode?> expected)
    {
        var plain = await PlainAsync(path);
        Assert.Equal(expected.Select(pod => pod!.ToJsonString()), JsonNode.Parse(plain)!["items"]!.AsArray().Select(pod => pod!.ToJsonString()));
        Assert.Equal(plain, await UnpackAsync(path));
    }

    private long Packed => _server.Service<PackedPieces>().Packed;

    private long Decisions => _server.Service<SelectionMemory>().Decisions;

    private void Put(int pod, string text, string node = "n1") => _server.Store.Put(
        Objects.Pods, Key(pod), $"\"spec\":{{\"nodeName\":\"{node}\",\"text\":\"{text} {new string((char)('a' + pod % 26), 2000)}\"}}",
        labels: $"\"tier\":\"{(pod % 50 == 0 ? "rare" : "common")}\"");

    private static string Key(int pod) => $"shop/p{pod:0000}";

    private async Task<string> PlainAsync(string path)
    {
        using var response = await _server.Http.AskAsync(path);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> UnpackAsync(string path)
    {
        using var response = await _server.Http.AskAsync(path, headers: ("Accept-Encoding", "gzip"));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
        await using var zip = new GZipStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await zip.CopyToAsync(plain, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(plain.ToArray());
    }
}
