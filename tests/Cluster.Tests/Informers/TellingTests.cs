using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Informers;

/// <summary>What a handler hears of a cluster that answers. Each test names an invariant of cloud/Cluster/README.md.</summary>
public sealed class TellingTests
{
    [Fact]
    public async Task Raw_ListedItem_IsTheServersBytesWithTypeInFrontAndNoManagedFields()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var at = cluster.PodsAtServer().Put("a", "x", "\"spec\":{\"unknown\":1.50,\"é\":\"\\u00e9\"}", ",\"managedFields\":[{\"manager\":\"m\"}]");
        var handler = new RecordingHandler();

        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.ForAsync($"new a/x {at}");

        Assert.Equal(
            $$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","namespace":"a","uid":"uid-x","resourceVersion":"{{{at}}}"},"spec":{"unknown":1.50,"é":"\u00e9"}}""",
            handler.Text("a/x"));
    }

    [Fact]
    public async Task Raw_ManagedFieldsWanted_StayInEventsToo()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(options => options.DropManagedFields = false);
        var pods = cluster.PodsAtServer();
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Count > 0, "progress");

        var at = pods.Put("a", "x", metadata: ",\"managedFields\":[]");
        await handler.ForAsync($"new a/x {at}");

        Assert.Contains("managedFields", handler.Text("a/x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteBeforeProgressed_ListInPages_TellsAllThenProgress()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(options => options.PageSize = 2);
        var pods = cluster.PodsAtServer();
        for (var i = 0; i < 5; i++)
            pods.Put("a", $"p{i}");
        var handler = new RecordingHandler();
        var informer = cluster.Informers.For(ClusterUnderTest.Pods);
        handler.Inside = line => Assert.True(informer.Synced == line.StartsWith("progress", StringComparison.Ordinal) || handler.Heard.Count > 5);

        using var _ = informer.Subscribe(handler);
        await handler.UntilAsync(heard => heard.Count >= 6, "five objects and progress");

        Assert.Equal(["new", "new", "new", "new", "new", "progress"], handler.Heard.Take(6).Select(line => line.Split(' ')[0]));
        Assert.Equal($"progress {cluster.Server.Revision}", handler.Heard[5]);
        Assert.Equal(3, cluster.Server.Requests.Count(request => request.Contains("limit=2", StringComparison.Ordinal)));
        Assert.DoesNotContain(cluster.Logger.Lines, line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task OneAtATime_ManyChanges_AreToldInOrder()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var first = pods.Put("a", "x");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.ForAsync($"new a/x {first}");

        var second = pods.Put("a", "x");
        var third = pods.Put("b", "y");
        var fourth = pods.Delete("a", "x");
        var fifth = pods.Put("a", "x");
        await handler.ForAsync($"progress {fifth}");

        Assert.Equal(
            [$"new a/x {first}", $"changed a/x {first}->{second}", $"new b/y {third}", $"gone a/x {fourth}", $"new a/x {fifth}"], handler.Changes);
    }

    [Fact]
    public async Task OneAtATime_HandlerThrows_IsLoggedAndHearsOnAndSoDoOthers()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var bad = new RecordingHandler { Inside = _ => throw new InvalidOperationException("boom") };
        var good = new RecordingHandler();
        using var one = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(bad);
        using var two = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(good);

        var first = pods.Put("a", "x");
        await good.ForAsync($"progress {first}");
        var second = pods.Put("a", "x");
        await good.ForAsync($"progress {second}");

        Assert.Equal(good.Changes, bad.Changes);
        Assert.Contains(cluster.Logger.Lines, line => line is { Level: LogLevel.Error, Id: 2008 });
    }

    [Fact]
    public async Task LateIsNotLess_SubscribeDuringChanges_HearsEachObjectOnceAndTheEnd()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var informer = cluster.Informers.For(ClusterUnderTest.Pods);
        var writes = Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
                pods.Put("a", $"p{i % 20}");
        }, TestContext.Current.CancellationToken);
        var handlers = new List<RecordingHandler>();
        while (!writes.IsCompleted)
        {
            var late = new RecordingHandler();
            handlers.Add(late);
            informer.Subscribe(late);
            await Task.Yield();
        }

        await writes;
        foreach (var handler in handlers)
        {
            await handler.ForAsync($"progress {cluster.Server.Revision}");
            AssertUnbroken(handler);
            Assert.Equal(20, handler.Held.Count);
        }
    }

    [Fact]
    public async Task LateIsNotLess_Disposed_HearsNoMore()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var (stays, leaves) = (new RecordingHandler(), new RecordingHandler());
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(stays);
        var subscription = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(leaves);
        var first = pods.Put("a", "x");
        await leaves.ForAsync($"progress {first}");

        subscription.Dispose();
        var second = pods.Put("a", "x");
        await stays.ForAsync($"progress {second}");

        Assert.Equal([$"new a/x {first}"], leaves.Changes);
    }

    [Fact]
    public async Task CompleteBeforeProgressed_Bookmark_MovesTheRevisionAlone()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var handler = new RecordingHandler();
        var informer = cluster.Informers.For(ClusterUnderTest.Pods);
        using var _ = informer.Subscribe(handler);
        await handler.UntilAsync(heard => heard.Count > 0, "progress");

        var at = pods.Bookmark();
        await handler.ForAsync($"progress {at}");

        Assert.Equal(at, informer.Revision);
        Assert.Empty(handler.Changes);
    }

    /// <summary>Each change of an object starts where the one before ended.</summary>
    private static void AssertUnbroken(RecordingHandler handler)
    {
        var at = new Dictionary<string, string>();
        foreach (var change in handler.Changes)
        {
            var (what, key, revision) = change.Split(' ') is [var w, var k, var r] ? (w, k, r) : throw new FormatException(change);
            if (what == "new")
                Assert.True(at.TryAdd(key, revision), change);
            else
                Assert.Equal(at[key], revision.Split("->")[0]);
            at[key] = revision.Split("->")[^1];
        }
    }
}
