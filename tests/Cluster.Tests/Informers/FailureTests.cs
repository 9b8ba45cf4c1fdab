using System.Text.Json;
using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Informers;

/// <summary>What nobody hears of, and when it is asked again. Each test names an invariant of cloud/Cluster/README.md.</summary>
public sealed class FailureTests
{
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
        await Eventually.TrueAsync(() => pods.Watches == 1);

        var second = pods.Put("a", "x");
        await handler.ForAsync($"progress {second}");

        Assert.Equal([$"new a/x {first}", $"changed a/x {first}->{second}"], handler.Changes);
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
        await asked.Task.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => handler.Held.ContainsKey("a/x"), TimeSpan.FromSeconds(30), time);

        await handler.ForAsync($"progress {at}");
    }

    [Fact]
    public async Task FailureTellsNothing_CollectionComesLater_IsSyncedThen()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var informer = cluster.Informers.For(new("apps.kubeedge.io", "v1alpha1", "nodegroups"));
        var handler = new RecordingHandler();
        using var _ = informer.Subscribe(handler);
        await Eventually.TrueAsync(() => cluster.Server.Requests.Count >= 3);
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
        await Eventually.TrueAsync(() => cluster.Logger.Lines.Any(line => line.Id == 2002));

        var start = time.GetUtcNow();
        await Eventually.TrueAsync(() => handler.Held.ContainsKey("a/x"), TimeSpan.FromSeconds(1), time);

        Assert.InRange(time.GetUtcNow() - start, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(60));
        await handler.ForAsync($"progress {at}");
    }
}
