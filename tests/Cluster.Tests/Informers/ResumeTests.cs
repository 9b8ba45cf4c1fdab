using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Informers;

/// <summary>What a watch that ended costs. Each test names an invariant of cloud/Cluster/README.md.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task ResumeCostsNothing_ConnectionCut_GoesOnFromTheLastRevision()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var first = pods.Put("a", "x");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.ForAsync($"progress {first}");

        for (var i = 0; i < 5; i++)
        {
            pods.CutWatches();
            var at = pods.Put("a", $"y{i}");
            await handler.ForAsync($"progress {at}");
        }

        Assert.Equal(6, handler.Changes.Count);
        Assert.Single(cluster.Server.Requests, request => !request.Contains("watch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ResumeCostsNothing_EventCutInTheMiddle_IsToldOnceAndWhole()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var handler = new RecordingHandler();
        cluster.Server.Fault(async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
                return false;

            await context.Response.WriteAsync("{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"na");
            await context.Response.Body.FlushAsync();
            return true;
        });
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.UntilAsync(heard => heard.Count > 0, "progress");

        var at = pods.Put("a", "x");
        await handler.ForAsync($"progress {at}");

        Assert.Equal([$"new a/x {at}"], handler.Changes);
    }

    [Fact]
    public async Task ResumeCostsNothing_WatchFallsSilent_IsResumed()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await ClusterUnderTest.StartAsync(time: time);
        var pods = cluster.PodsAtServer();
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await Eventually.TrueAsync(() => pods.Watches == 1);
        var heard = pods.Bookmark();
        await handler.ForAsync($"progress {heard}");

        await Eventually.TrueAsync(() => cluster.Watches >= 2, TimeSpan.FromMinutes(3), time);
        var at = pods.Put("a", "x");
        await handler.ForAsync($"progress {at}");

        Assert.Contains(cluster.Logger.Lines, line => line.Id == 2005 && line.Text.Contains("nothing heard for 00:03:00", StringComparison.Ordinal));
        Assert.Single(cluster.Server.Requests, request => !request.Contains("watch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GoneRevision_WhileCut_TellsOnlyTheDifference()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        foreach (var name in new[] { "stays", "changes", "goes", "reborn" })
            pods.Put("a", name);
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.ForAsync($"progress {cluster.Server.Revision}");
        var before = handler.Changes.Count;

        var open = cluster.Server.Block();
        pods.CutWatches();
        pods.Put("a", "changes");
        pods.Delete("a", "goes");
        pods.Delete("a", "reborn");
        var reborn = pods.Put("a", "reborn", uid: "another");
        var added = pods.Put("a", "added");
        pods.Compact();
        open();
        await handler.ForAsync($"progress {added}");

        var changes = handler.Changes.Skip(before).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(4, changes.Count);
        Assert.StartsWith("changed a/changes", changes[0], StringComparison.Ordinal);
        Assert.EndsWith($"->{reborn}", changes[1], StringComparison.Ordinal);
        Assert.Equal($"gone a/goes {added}", changes[2]);
        Assert.Equal($"new a/added {added}", changes[3]);
        Assert.Equal("another", handler.Held["a/reborn"].Uid);
    }

    [Fact]
    public async Task GoneRevision_BetweenPages_ListsAnewInOnePiece()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(options => options.PageSize = 2);
        var pods = cluster.PodsAtServer();
        for (var i = 0; i < 5; i++)
            pods.Put("a", $"p{i}");
        cluster.Server.Fault(context =>
        {
            if (context.Request.Query.ContainsKey("continue"))
                pods.Compact();
            return Task.FromResult(false);
        });
        var handler = new RecordingHandler();

        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.ForAsync($"progress {cluster.Server.Revision}");

        Assert.Equal(5, handler.Changes.Count);
    }

    [Fact]
    public async Task Idle_NobodyFollowsForLong_StopsAndStartsAnew()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(options => options.IdleLinger = TimeSpan.Zero);
        var pods = cluster.PodsAtServer();
        pods.Put("a", "x");
        var informer = cluster.Informers.For(ClusterUnderTest.Pods);
        var first = new RecordingHandler();
        var subscription = informer.Subscribe(first);
        await Eventually.TrueAsync(() => pods.Watches == 1);

        subscription.Dispose();
        await Eventually.TrueAsync(() => pods.Watches == 0 && !informer.Synced);
        pods.Delete("a", "x");
        var at = pods.Put("a", "y");
        var second = new RecordingHandler();
        using var _ = informer.Subscribe(second);
        await second.ForAsync($"progress {at}");

        Assert.Equal([$"new a/y {at}"], second.Changes);
    }
}
