using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Distribution;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Streaming;

public sealed class GrantReviewTests
{
    private const string Robot = "system:serviceaccount:shop:robot";
    private const string Deployments = "apps/v1/deployments";
    private const string Bindings = "rbac.authorization.k8s.io/v1/clusterrolebindings";
    private readonly FakeCluster _cluster = new();

    public GrantReviewTests()
    {
        foreach (var node in new[] { "hz-1", "hz-2", "hz-3" }) _cluster.Node(node);
        _cluster.Pod("robot", "hz-1", serviceAccount: "robot");
        _cluster.Put(Deployments, "shop", "till");
        _cluster.Put(Bindings, "", "robot");
    }

    [Fact]
    public async Task Binding_Deleted_TheCollectionIsWithdrawn()
    {
        await using var cloud = await StartAsync();
        using var probe = await ConnectAsync(cloud, "hz-1", Deployments);
        cloud.Authorizer.Forbid(Robot, Deployments);
        _cluster.Delete(Bindings, "", "robot");

        var told = new List<CollectionMark>();
        await probe.HearUntilAsync(message =>
        {
            told.AddRange(message.Marks.Where(mark => mark.Collection == Deployments));
            return told.Any(mark => mark.State == CollectionMark.Types.State.Denied);
        });
        Assert.Contains(told, mark => mark.State == CollectionMark.Types.State.Forget);
        var denied = Assert.Single(told, mark => mark.State == CollectionMark.Types.State.Denied);
        Assert.Equal(Robot, denied.User);
        await Eventually.True(() => _cluster.Informer(new("apps", "v1", "deployments")).Handlers == 0, "nobody follows it any more", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Binding_Deleted_OfACollectionOfTheNodesShare_OnlyTheNodesOwnStays()
    {
        _cluster.Pod("stranger", "hz-2");
        await using var cloud = await StartAsync();
        cloud.Authorizer.Allow(Robot, "v1/pods");
        using var probe = await ConnectAsync(cloud, "hz-1", "v1/pods");
        cloud.Authorizer.Forbid(Robot, "v1/pods");
        _cluster.Delete(Bindings, "", "robot");
        var deleted = new List<string>();
        await probe.HearUntilAsync(message =>
        {
            deleted.AddRange(message.Changes.Where(change => change.Collection == "v1/pods" && !change.HasObject).Select(change => change.Name));
            return message.Marks.Any(mark => mark is { Collection: "v1/pods", State: CollectionMark.Types.State.Complete, Scope: CollectionMark.Types.Scope.Node });
        });
        Assert.Equal(["stranger"], deleted);
    }

    [Fact]
    public async Task Rights_Changed_AreAskedOnceACallerHoweverManyNodes()
    {
        _cluster.Pod("robot-2", "hz-2", serviceAccount: "robot");
        _cluster.Pod("robot-3", "hz-3", serviceAccount: "robot");
        await using var cloud = await StartAsync();
        using var one = await ConnectAsync(cloud, "hz-1", Deployments);
        using var two = await ConnectAsync(cloud, "hz-2", Deployments);
        using var three = await ConnectAsync(cloud, "hz-3", Deployments);
        // Rights that were read while it was granted may have been asked about once more.
        for (var round = 0; round < 3; round++)
        {
            var before = cloud.Authorizer.Questions;
            _cluster.Put("rbac.authorization.k8s.io/v1/clusterroles", "", "something");
            await Eventually.True(() => cloud.Authorizer.Questions > before, "it is asked again", TestContext.Current.CancellationToken);
            if (round > 0) Assert.Equal(before + 1, cloud.Authorizer.Questions);
        }
    }

    [Fact]
    public void Rights_OfANamespace_AskNobody()
    {
        var view = new ViewFixture(_cluster).View;
        var before = view.Grants.RightsVersion;
        _cluster.Put("rbac.authorization.k8s.io/v1/rolebindings", "shop", "something");
        _cluster.Put("rbac.authorization.k8s.io/v1/roles", "shop", "something");
        Assert.Equal(before, view.Grants.RightsVersion);
        _cluster.Put("rbac.authorization.k8s.io/v1/clusterroles", "", "something");
        Assert.Equal(before + 1, view.Grants.RightsVersion);
    }

    [Fact]
    public async Task ApiServer_Away_NothingIsWithdrawnAndItIsAskedAgain()
    {
        await using var cloud = await StartAsync();
        using var probe = await ConnectAsync(cloud, "hz-1", Deployments);
        cloud.Authorizer.Failing = true;
        cloud.Authorizer.Forbid(Robot, Deployments);
        var before = cloud.Authorizer.Questions;
        _cluster.Delete(Bindings, "", "robot");
        await Eventually.True(() => cloud.Authorizer.Questions > before + 2, "it is asked again and again", TestContext.Current.CancellationToken);
        _cluster.Put(Deployments, "shop", "vault");
        await probe.HearUntilAsync(message => message.Changes.Any(change => change.Name == "vault"));
        cloud.Authorizer.Failing = false;
        await probe.HearUntilAsync(message => message.Marks.Any(mark => mark is { Collection: Deployments, State: CollectionMark.Types.State.Forget }));
    }

    [Fact]
    public async Task LastPod_OfTheCallerGone_TheCollectionIsWithdrawnAndMayComeBack()
    {
        await using var cloud = await StartAsync();
        using var probe = await ConnectAsync(cloud, "hz-1", Deployments);
        _cluster.Delete("v1/pods", "shop", "robot");
        var forgotten = await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.Collection == Deployments && mark.State != CollectionMark.Types.State.Complete));
        Assert.DoesNotContain(forgotten.Marks, mark => mark.State == CollectionMark.Types.State.Denied);

        _cluster.Pod("robot", "hz-1", serviceAccount: "robot");
        await probe.SayAsync(new EdgeMessage { Interest = new Interest { Collection = Deployments, User = Robot } });
        await probe.HearUntilAsync(message => message.Marks.Any(mark => mark is { Collection: Deployments, State: CollectionMark.Types.State.Complete }));
    }

    [Fact]
    public async Task LastPod_GoneForAMomentOnly_NothingIsWithdrawn()
    {
        await using var cloud = await StartAsync(options => options.DepartureDelay = TimeSpan.FromMinutes(5));
        using var probe = await ConnectAsync(cloud, "hz-1", Deployments);
        _cluster.Delete("v1/pods", "shop", "robot");
        _cluster.Pod("robot-anew", "hz-1", serviceAccount: "robot");
        _cluster.Put(Deployments, "shop", "vault");
        await probe.HearUntilAsync(message =>
        {
            Assert.DoesNotContain(message.Marks, mark => mark.State == CollectionMark.Types.State.Forget);
            return message.Changes.Any(change => change.Name == "vault");
        });
    }

    [Fact]
    public async Task Certificate_ThatCountsNoMore_EndsTheStreamAtOnce()
    {
        await using var cloud = await StartAsync();
        using var probe = await EdgeProbe.ConnectAsync(cloud.Address, "hz-1");
        var end = probe.RefusalAsync();
        cloud.Identity.Revoke();
        var refusal = await end;
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Contains("no longer counts", refusal.Detail, StringComparison.Ordinal);
        using var again = new EdgeProbe(cloud.Address, "hz-1");
        await again.SayAsync(new EdgeMessage { Hello = EdgeProbe.HelloOf("hz-1") });
        Assert.Equal("it was revoked", (await again.RefusalAsync()).Detail);
    }

    private static async Task<EdgeProbe> ConnectAsync(CloudServer cloud, string node, string collection)
    {
        var probe = await EdgeProbe.ConnectAsync(cloud.Address, node, node, new Interest { Collection = collection, User = Robot });
        await probe.HearUntilAsync(message => message.Marks.Any(mark => mark.Collection == collection && mark is { State: CollectionMark.Types.State.Complete, Scope: CollectionMark.Types.Scope.All }));
        return probe;
    }

    private async Task<CloudServer> StartAsync(Action<DistributionOptions>? configure = null)
    {
        var cloud = await CloudServer.StartAsync(_cluster, options =>
        {
            (options.ReviewDelay, options.DepartureDelay) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100));
            configure?.Invoke(options);
        });
        cloud.Authorizer.Allow(Robot, Deployments);
        return cloud;
    }
}
