using System.Text.Json;
using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Informers;

/// <summary>Each test names an invariant of cloud/Cluster/README.md.</summary>
public sealed class RawInformerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

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

    [Theory]
    [InlineData("{\"type\":\"ADDED\",\"object\":{not json}}\n")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}}\n")]
    [InlineData("<html>busy</html>\n")]
    [InlineData("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":500,\"message\":\"etcd\"}}\n")]
    public async Task FailureTellsNothing_EventIsNonsense_GoesOnFromTheTruth(string frame)
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var first = pods.Put("a", "x");
        var handler = new RecordingHandler();
        cluster.Server.Fault(async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
                return false;

            await context.Response.WriteAsync(frame);
            return true;
        });
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await WaitUntilAsync(() => pods.Watches == 1);

        var second = pods.Put("a", "x");
        await handler.ForAsync($"progress {second}");

        Assert.Equal([$"new a/x {first}", $"changed a/x {first}->{second}"], handler.Changes);
    }

    [Fact]
    public async Task ResumeCostsNothing_WatchFallsSilent_IsResumed()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await ClusterUnderTest.StartAsync(time: time);
        var pods = cluster.PodsAtServer();
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await WaitUntilAsync(() => pods.Watches == 1);
        var heard = pods.Bookmark();
        await handler.ForAsync($"progress {heard}");

        await WaitUntilAsync(() => Watches(cluster) >= 2, TimeSpan.FromMinutes(3), time);
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

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(403)]
    [InlineData(401)]
    public async Task FailureTellsNothing_ServerRefuses_NobodyHearsOfADeletion(int code)
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var pods = cluster.PodsAtServer();
        var first = pods.Put("a", "x");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.ForAsync($"progress {first}");

        for (var i = 0; i < 5; i++)
            cluster.Server.Fault(code);
        pods.Compact();
        pods.CutWatches();
        var at = pods.Put("a", "y");
        await handler.ForAsync($"progress {at}");

        Assert.Equal([$"new a/x {first}", $"new a/y {at}"], handler.Changes);
    }

    [Fact]
    public async Task FailureTellsNothing_PageBreaksOff_IsAskedForAgain()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var at = cluster.PodsAtServer().Put("a", "x");
        cluster.Server.Fault(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[");
            context.Abort();
            return true;
        });
        cluster.Server.Fault(async context =>
        {
            await context.Response.WriteAsync("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[");
            return true;
        });
        var handler = new RecordingHandler();

        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await handler.ForAsync($"progress {at}");

        Assert.Equal([$"new a/x {at}"], handler.Changes);
    }

    [Fact]
    public async Task FailureTellsNothing_SlowPage_IsAskedForAgainAfterTheLimit()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await ClusterUnderTest.StartAsync(time: time);
        var at = cluster.PodsAtServer().Put("a", "x");
        var asked = new TaskCompletionSource();
        cluster.Server.Fault(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        });
        var handler = new RecordingHandler();

        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await asked.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await WaitUntilAsync(() => handler.Held.ContainsKey("a/x"), TimeSpan.FromSeconds(30), time);

        await handler.ForAsync($"progress {at}");
    }

    [Fact]
    public async Task FailureTellsNothing_CollectionComesLater_IsSyncedThen()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var informer = cluster.Informers.For(new("apps.kubeedge.io", "v1alpha1", "nodegroups"));
        var handler = new RecordingHandler();
        using var _ = informer.Subscribe(handler);
        await WaitUntilAsync(() => cluster.Server.Requests.Count >= 3);
        Assert.False(informer.Synced);
        Assert.Empty(handler.Heard);

        var groups = cluster.Server.Collection("/apis/apps.kubeedge.io/v1alpha1/nodegroups", "apps.kubeedge.io/v1alpha1", "NodeGroup");
        var at = groups.Put("", "hangzhou");
        await handler.ForAsync($"progress {at}");

        Assert.True(informer.Synced);
        Assert.Equal("NodeGroup", JsonDocument.Parse(handler.Held["hangzhou"].Json).RootElement.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Backoff_RetryAfter_IsHonoured()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await ClusterUnderTest.StartAsync(time: time);
        var at = cluster.PodsAtServer().Put("a", "x");
        cluster.Server.Fault(429, retryAfter: "7");
        var handler = new RecordingHandler();
        using var _ = cluster.Informers.For(ClusterUnderTest.Pods).Subscribe(handler);
        await WaitUntilAsync(() => cluster.Logger.Lines.Any(line => line.Id == 2002));

        var start = time.GetUtcNow();
        await WaitUntilAsync(() => handler.Held.ContainsKey("a/x"), TimeSpan.FromSeconds(1), time);

        Assert.InRange(time.GetUtcNow() - start, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(60));
        await handler.ForAsync($"progress {at}");
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
        await WaitUntilAsync(() => pods.Watches == 1);

        subscription.Dispose();
        await WaitUntilAsync(() => pods.Watches == 0 && !informer.Synced);
        pods.Delete("a", "x");
        var at = pods.Put("a", "y");
        var second = new RecordingHandler();
        using var _ = informer.Subscribe(second);
        await second.ForAsync($"progress {at}");

        Assert.Equal([$"new a/y {at}"], second.Changes);
    }

    private static int Watches(ClusterUnderTest cluster) =>
        cluster.Server.Requests.Count(request => request.Contains("watch", StringComparison.Ordinal));

    /// <summary>Waits for the outside world; moves the fake clock along where there is one.</summary>
    private static async Task WaitUntilAsync(Func<bool> holds, TimeSpan step = default, FakeTimeProvider? time = null)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            if (time is not null && step > TimeSpan.Zero)
                time.Advance(step);
        }
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
