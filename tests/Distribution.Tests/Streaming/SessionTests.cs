using Grpc.Core;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Streaming;

public sealed class SessionTests
{
    private const string Robot = "system:serviceaccount:shop:robot";
    private readonly FakeCluster _cluster = new();

    public SessionTests() => _cluster.Node("hz-1", "hangzhou");

    [Fact]
    public async Task SecondDaemon_WhileTheFirstIsAlive_IsRefused()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var first = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1", "one");
        var firstGoesOn = first.HearUntilAsync(message => message.Changes.Any(change => change.Name == "late"));
        using var second = new EdgeProbe(cloud.Address, "hz-1");
        await second.SayAsync(new EdgeMessage { Hello = EdgeProbe.HelloOf("hz-1", "two") });

        var refusal = await second.RefusalAsync();
        Assert.Equal(StatusCode.AlreadyExists, refusal.StatusCode);
        Assert.Contains("stop one of the two", refusal.Detail, StringComparison.Ordinal);
        _cluster.Service("late", closed: false);
        await firstGoesOn;
    }

    [Fact]
    public async Task SecondDaemon_WhileTheFirstIsDead_TakesItsPlace()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster, options => options.ProbeTimeout = TimeSpan.FromMilliseconds(100));
        // It reads nothing and acknowledges nothing: to the cloud it looks as dead as a machine without power.
        using var dead = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1", "one");
        using var second = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1", "two");
        await second.HearUntilAsync(message => message.Changes.Any(change => change.Name == "hz-1"));
        Assert.Equal(StatusCode.Aborted, (await dead.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task SameDaemon_Again_TakesItsOwnPlace()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var first = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1", "one");
        using var again = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1", "one");
        Assert.Equal(StatusCode.Aborted, (await first.RefusalAsync()).StatusCode);
        await again.HearUntilAsync(message => message.Changes.Any(change => change.Name == "hz-1"));
    }

    [Fact]
    public async Task Node_DeletedFromTheCluster_EndsTheStream()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        _cluster.Delete("v1/nodes", "", "hz-1");
        var refusal = await probe.RefusalAsync();
        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
        Assert.Contains("deleted", refusal.Detail, StringComparison.Ordinal);
    }

    /// <summary>The change is in a slice that this node is not shown: nothing is sent but, to one that asks, how far the cloud is.</summary>
    [Fact]
    public async Task Progress_AskedFor_IsToldBehindAllThatItSpeaksOf()
    {
        const string slices = "discovery.k8s.io/v1/endpointslices";
        _cluster.Node("bj-1", "beijing");
        _cluster.Service("till", closed: true);
        _cluster.Slice("till-1", "till", "bj-1");
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.Collection == slices && mark.State == CollectionMark.Types.State.Complete));
        _cluster.Slice("till-1", "till", "bj-1", "bj-1");
        var revision = _cluster.Revision;
        await probe.SayAsync(new EdgeMessage { Progress = new Progress { Collection = slices } });
        var told = await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.Collection == slices));
        Assert.Empty(told.Changes);
        Assert.True(Assert.Single(told.Marks).Revision >= revision);
    }

    [Fact]
    public async Task Window_Full_HoldsBackUntilAcknowledged()
    {
        for (var i = 0; i < 50; i++) _cluster.Put("v1/services", "shop", $"service-{i}", json => json["padding"] = new string('x', 1000));
        await using var cloud = await CloudServer.StartAsync(_cluster, options => (options.BatchBytes, options.WindowBytes) = (4096, 8192));
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        await Eventually.True(() => cloud.Count("sent") >= 8192, "the window fills", TestContext.Current.CancellationToken);
        var before = cloud.Count("sent");
        _cluster.Service("another", closed: false);
        Assert.InRange(cloud.Count("sent"), before, 8192 + 4096 + 2000);

        var received = new HashSet<string>();
        await probe.HearUntilAsync(message =>
        {
            received.UnionWith(message.Changes.Where(change => change.Collection == "v1/services").Select(change => change.Name));
            return received.Count == 51;
        });
    }

    [Fact]
    public async Task Acknowledgement_NeverSent_EndsTheStream()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster, options =>
            (options.AckTimeout, options.HeartbeatInterval, options.ProgressInterval) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20)));
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        Assert.Equal(StatusCode.DeadlineExceeded, (await probe.RefusalAsync()).StatusCode);
    }

    [Fact]
    public async Task Silence_IsBrokenByHeartbeats()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster, options =>
            (options.HeartbeatInterval, options.ProgressInterval) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(20)));
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        await probe.HearUntilAsync(message => message is { Changes.Count: 0, Marks.Count: 0, Batch: > 1 });
    }

    [Fact]
    public async Task Interest_OfAPodThatMay_BringsTheWholeCollection()
    {
        _cluster.Put("apps/v1/deployments", "shop", "till");
        _cluster.Put("apps/v1/deployments", "bank", "vault");
        _cluster.Pod("robot", "hz-1", serviceAccount: "robot");
        await using var cloud = await CloudServer.StartAsync(_cluster);
        cloud.Authorizer.Allow(Robot, "apps/v1/deployments");
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        await probe.SayAsync(new EdgeMessage { Interest = new Interest { Collection = "apps/v1/deployments", User = Robot } });

        var names = new List<string>();
        var complete = await probe.HearUntilAsync(message =>
        {
            names.AddRange(message.Changes.Where(change => change.Collection == "apps/v1/deployments").Select(change => change.Name));
            return message.Marks.Any(mark => mark.Collection == "apps/v1/deployments");
        });
        Assert.Equal(["till", "vault"], names.Order());
        Assert.Equal(CollectionMark.Types.Scope.All, complete.Marks.Single(mark => mark.Collection == "apps/v1/deployments").Scope);

        await probe.SayAsync(new EdgeMessage { Interest = new Interest { Collection = "apps/v1/deployments", User = Robot, Release = true } });
        var forgotten = await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.Collection == "apps/v1/deployments"));
        Assert.Equal(CollectionMark.Types.State.Forget, forgotten.Marks.Single(mark => mark.Collection == "apps/v1/deployments").State);
        await Eventually.True(() => _cluster.Informer(new("apps", "v1", "deployments")).Handlers == 0, "nobody follows it any more", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("system:serviceaccount:shop:stranger", "runs as")]
    [InlineData("system:admin", "service accounts")]
    [InlineData(Robot, "may not list")]
    public async Task Interest_OfOneWhoMayNot_IsDenied(string user, string reason)
    {
        _cluster.Pod("robot", "hz-1", serviceAccount: "robot");
        _cluster.Pod("elsewhere", "bj-1", serviceAccount: "stranger");
        await using var cloud = await CloudServer.StartAsync(_cluster);
        cloud.Authorizer.Allow("system:serviceaccount:shop:stranger", "v1/secrets");
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1", "one", new Interest { Collection = "v1/secrets", User = user });
        var denied = await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.State == CollectionMark.Types.State.Denied));
        var mark = denied.Marks.Single(mark => mark.State == CollectionMark.Types.State.Denied);
        Assert.Equal((user, "v1/secrets"), (mark.User, mark.Collection));
        Assert.Contains(reason, mark.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interest_ThatCannotBeDecided_IsDeniedAfterAFewAttempts()
    {
        _cluster.Pod("robot", "hz-1", serviceAccount: "robot");
        await using var cloud = await CloudServer.StartAsync(_cluster);
        cloud.Authorizer.Failing = true;
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1", "one", new Interest { Collection = "apps/v1/deployments", User = Robot });
        await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.State == CollectionMark.Types.State.Denied));
        Assert.Equal(3, cloud.Authorizer.Questions);
    }

    [Fact]
    public async Task Cloud_Stopping_SaysSo()
    {
        await using var cloud = await CloudServer.StartAsync(_cluster);
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        var end = probe.RefusalAsync();
        cloud.BeginToStop();
        Assert.Equal(StatusCode.Unavailable, (await end).StatusCode);
    }
}
