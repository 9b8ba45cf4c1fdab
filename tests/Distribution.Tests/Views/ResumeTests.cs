using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Views;

public sealed class ResumeTests
{
    [Fact]
    public void Reconnect_ToAnotherReplica_GetsOnlyTheDifference()
    {
        var cluster = Services(1000);
        var (first, second) = (new ViewFixture(cluster), new ViewFixture(cluster));
        var node = first.Connect("hz-1");
        node.Disconnect();

        cluster.Service("service-7", closed: true);
        cluster.Delete("v1/services", "shop", "service-8");
        cluster.Service("service-new", closed: false);
        node.Connect(second.View);
        node.Drain();

        Assert.Equal(["service-7", "service-8", "service-new"], node.Received.Select(change => change.Identity.Key.Name).Order());
        Assert.Equal(1000, node.Names("v1/services").Count());
    }

    [Fact]
    public void Difference_LeavesInTheOrderOfRevisions()
    {
        var cluster = Services(100);
        var fixture = new ViewFixture(cluster);
        var node = fixture.Connect("hz-1");
        node.Disconnect();
        foreach (var i in (int[])[70, 30, 90, 10, 50]) cluster.Service($"service-{i}", closed: true);
        cluster.Delete("v1/services", "shop", "service-20");

        node.Connect(fixture.View);
        node.Drain(messages: 1, batchBytes: 1);
        // It has not been asked yet what it holds, and already more happens.
        cluster.Service("service-40", closed: true);
        node.Drain(batchBytes: 200);
        var services = node.Received.Where(change => change.Identity.Collection == Collections.Services).ToList();
        Assert.Equal(7, services.Count);
        Assert.Equal(services.Select(change => change.Revision).Order(), services.Select(change => change.Revision));
        Assert.Equal(("service-40", "service-20"), (services[^2].Identity.Key.Name, services[^1].Identity.Key.Name));
    }

    [Fact]
    public void Snapshot_LeavesInTheOrderOfRevisions()
    {
        var cluster = Services(100);
        foreach (var i in (int[])[70, 30, 90, 10, 50]) cluster.Service($"service-{i}", closed: true);
        var node = new SimulatedNode("hz-1");
        node.Connect(new ViewFixture(cluster).View);
        node.Drain(batchBytes: 200);
        var revisions = node.Received.Where(change => change.Identity.Collection == Collections.Services).Select(change => change.Revision).ToList();
        Assert.Equal(100, revisions.Count);
        Assert.Equal(revisions.Order(), revisions);
    }

    [Fact]
    public void Reconnect_WithNothingChanged_GetsMarksOnly()
    {
        var fixture = new ViewFixture(Services(1000));
        var node = fixture.Connect("hz-1");
        node.Connect(fixture.View);
        node.Drain();
        Assert.Empty(node.Received);
        Assert.Contains(node.Marks, mark => mark.Collection == Collections.Services && mark is { State: MarkState.Complete, Scope: ShareScope.All });
    }

    [Fact]
    public void Reconnect_InTheMiddleOfASnapshot_GetsTheRest()
    {
        var fixture = new ViewFixture(Services(1000));
        var node = new SimulatedNode("hz-1");
        node.Connect(fixture.View);
        node.Drain(messages: 20);
        var had = node.Names("v1/services").Count();
        Assert.InRange(had, 1, 999);
        Assert.DoesNotContain(node.Marks, mark => mark.Collection == Collections.Services);

        node.Connect(fixture.View);
        node.Drain();
        Assert.Equal(1000, node.Names("v1/services").Count());
        Assert.Equal(1000 - had, node.Received.Count(change => change.Identity.Collection == Collections.Services));
    }

    [Fact]
    public void Connect_BeforeTheClusterIsRead_WaitsAndDeletesNothing()
    {
        var cluster = Services(10);
        var node = new ViewFixture(cluster).Connect("hz-1");
        node.Disconnect();

        var late = Services(0);
        late.Unsynced.Add("discovery.k8s.io/v1/endpointslices");
        foreach (var i in Enumerable.Range(0, 10)) late.Service($"service-{i}", closed: false);
        late.Slice("slice", "service-0", "hz-1");
        var replica = new ViewFixture(late);
        node.Connect(replica.View);
        node.Drain();
        Assert.DoesNotContain(node.Received, change => change.Identity.Collection == Collections.EndpointSlices);
        Assert.DoesNotContain(node.Marks, mark => mark.Collection == Collections.EndpointSlices);

        late.Informer(Collections.EndpointSlices).Sync();
        node.Drain();
        Assert.Equal(["slice"], node.Names("discovery.k8s.io/v1/endpointslices"));
        Assert.Contains(node.Marks, mark => mark.Collection == Collections.EndpointSlices);
    }

    [Fact]
    public void Reconnect_AfterItsGroupWasTakenAway_WaitsForNoEventOfNodeGroups()
    {
        const string NodeGroups = "apps.kubeedge.io/v1alpha1/nodegroups";
        var cluster = new FakeCluster();
        cluster.Put(NodeGroups, "", "hangzhou");
        cluster.Put(NodeGroups, "", "beijing");
        cluster.Node("hz-1", "hangzhou");
        var fixture = new ViewFixture(cluster);
        var node = fixture.Connect("hz-1");
        cluster.Node("hz-1");
        node.Drain();
        node.Disconnect();

        cluster.Node("hz-1", "beijing");
        node.Connect(fixture.View);
        node.Drain();
        Assert.Equal(["beijing"], node.Names(NodeGroups));
    }

    [Fact]
    public void Reconnect_AfterAPodHasGone_WaitsForNoEventOfWhatPodsName()
    {
        var cluster = new FakeCluster();
        cluster.Node("hz-1");
        cluster.Secret("old", "1");
        cluster.Secret("new", "1");
        cluster.Pod("till", "hz-1", secrets: ["old"]);
        var fixture = new ViewFixture(cluster);
        var node = fixture.Connect("hz-1");
        cluster.Delete("v1/pods", "shop", "till");
        node.Drain();
        node.Disconnect();

        cluster.Pod("till", "hz-1", secrets: ["new"]);
        node.Connect(fixture.View);
        node.Drain();
        Assert.Equal(["new"], node.Names("v1/secrets"));
    }

    [Fact]
    public void Reconnect_ToAReplicaThatLags_IsNotToldOldNews()
    {
        var cluster = Services(10);
        var node = new ViewFixture(cluster).Connect("hz-1");
        cluster.Service("newest", closed: false);
        node.Drain();
        node.Disconnect();
        var (_, seen) = Assert.Single(node.Revisions, pair => pair.Key == Collections.Services);

        var lagging = Services(10);
        var replica = new ViewFixture(lagging);
        Assert.True(lagging.Informer(Collections.Services).Revision < cluster.Informer(Collections.Services).Revision);
        node.Revisions[Collections.Services] = seen = cluster.Revision;
        node.Connect(replica.View);
        node.Drain();
        Assert.DoesNotContain(node.Received, change => change.Identity.Collection == Collections.Services);

        lagging.Service("newest", closed: false);
        lagging.Informer(Collections.Services).Progress(seen);
        node.Drain();
        Assert.DoesNotContain(node.Received, change => change.Identity.Collection == Collections.Services && change.IsDeletion);
        Assert.Contains(node.Marks, mark => mark.Collection == Collections.Services);
        Assert.Equal(11, node.Names("v1/services").Count());
    }

    [Fact]
    public void Reconnect_ToAClusterRestoredFromABackup_WaitsNoLongerThanAWhile()
    {
        var node = new ViewFixture(Services(10)).Connect("hz-1");
        node.Disconnect();
        node.Revisions[Collections.Services] = long.MaxValue;
        var restored = new ViewFixture(Services(3));
        node.Connect(restored.View);
        for (var tick = 0; tick < 6; tick++)
        {
            Assert.Equal(10, node.Names("v1/services").Count());
            restored.View.TellProgress();
            node.Drain();
        }
        Assert.Equal(3, node.Names("v1/services").Count());
    }

    [Fact]
    public void Documents_OfAnotherReplica_AreNotSentAgain()
    {
        var (one, two) = (Services(0), Services(0));
        two.Put("v1/events", "shop", "makes-the-revisions-differ");
        foreach (var cluster in (FakeCluster[])[one, two])
            cluster.Put("edgemesh.kubeedge.io/v1/documents", "", "/version", json => json["body"] = "e30=");
        var node = new ViewFixture(one).Connect("hz-1");
        node.Connect(new ViewFixture(two).View);
        node.Drain();
        Assert.DoesNotContain(node.Received, change => change.Identity.Collection == DocumentNames.Collection);
    }

    [Fact]
    public void Held_ButOfNoShare_IsForgotten()
    {
        var cluster = Services(1);
        cluster.Put("apps/v1/deployments", "shop", "till");
        var node = new ViewFixture(cluster, "apps/v1/deployments").Connect("hz-1");
        node.Connect(new ViewFixture(cluster).View);
        node.Drain();
        Assert.Empty(node.Names("apps/v1/deployments"));
        Assert.Contains(node.Marks, mark => mark.State == MarkState.Forget && mark.Collection == GroupVersionResource.Parse("apps/v1/deployments"));
    }

    [Fact]
    public void Progress_WithoutAChange_IsTold()
    {
        var fixture = new ViewFixture(Services(1));
        var node = fixture.Connect("hz-1");
        fixture.View.TellProgress();
        node.Drain();
        Assert.Empty(node.Marks);

        fixture.Cluster.Progress("v1/services");
        fixture.View.TellProgress();
        node.Drain();
        var mark = Assert.Single(node.Marks);
        Assert.Equal((Collections.Services, fixture.Cluster.Revision), (mark.Collection, mark.Revision));
    }

    private static FakeCluster Services(int count)
    {
        var cluster = new FakeCluster();
        cluster.Node("hz-1", "hangzhou");
        for (var i = 0; i < count; i++) cluster.Service($"service-{i}", closed: false);
        return cluster;
    }
}
