using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Views;

public sealed class OutboxTests
{
    [Fact]
    public void SlowNode_GetsOnlyTheNewestState()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        fixture.Cluster.Pod("till", "hz-1", secrets: ["key"]);
        fixture.Cluster.Secret("key", "first");
        var node = fixture.Connect("hz-1");

        for (var i = 0; i < 1000; i++) fixture.Cluster.Secret("key", $"value-{i}");
        Assert.Equal(1, node.Viewer.Outbox.Count);
        node.Drain();
        Assert.Single(node.Received);
        Assert.Contains("value-999", node.Read("v1/secrets", "shop", "key"), StringComparison.Ordinal);
    }

    [Fact]
    public void Deleted_BeforeItWasSent_IsADeletion()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        var node = fixture.Connect("hz-1");
        fixture.Cluster.Pod("till", "hz-1");
        fixture.Cluster.Delete("v1/pods", "shop", "till");
        node.Drain();
        Assert.True(Assert.Single(node.Received).IsDeletion);
    }

    [Fact]
    public void Mark_StandsBehindWhatItSpeaksOf()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        var node = fixture.Connect("hz-1");
        for (var i = 0; i < 100; i++) fixture.Cluster.Service($"service-{i}", closed: false);
        fixture.View.TellProgress();
        var told = fixture.Cluster.Revision;
        fixture.Cluster.Service("service-late", closed: false);

        while (!node.Marks.Any(mark => mark.Collection == Collections.Services))
        {
            Assert.True(node.Viewer.Outbox.Count > 0, "the mark is lost");
            node.Drain(messages: 1, batchBytes: 200);
        }
        Assert.Equal(told, node.Marks.Single(mark => mark.Collection == Collections.Services).Revision);
        Assert.All(Enumerable.Range(0, 100), i => Assert.NotNull(node.Read("v1/services", "shop", $"service-{i}")));
    }

    [Fact]
    public void Replaced_InTheQueue_LeavesInTheOrderOfRevisions()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        var node = fixture.Connect("hz-1");
        fixture.Cluster.Pod("hot", "hz-1");
        fixture.Cluster.Pod("till", "hz-1");
        fixture.Cluster.Pod("hot", "hz-1", serviceAccount: "other");
        node.Drain();
        Assert.Equal(["till", "hot"], node.Received.Select(change => change.Identity.Key.Name));
    }

    [Fact]
    public void Dropped_WhileItIsGathered_IsNotSent()
    {
        var outbox = new Outbox();
        outbox.Gather(Collections.Pods);
        var change = ObjectChange.Deletion(new ObjectIdentity(Collections.Pods, new("shop", "till")), 7);
        outbox.Enqueue(change);
        Assert.Null(outbox.Take(4096));
        outbox.Drop(Collections.Pods);
        outbox.Release(Collections.Pods);
        Assert.Null(outbox.Take(4096));

        outbox.Enqueue(change);
        Assert.Same(change, Assert.Single(outbox.Take(4096)!.Changes));
        Assert.Equal(0, outbox.Count);
    }

    [Fact]
    public void Forget_EndsItsBatch()
    {
        var collection = Collections.Pods;
        var outbox = new Outbox();
        outbox.Enqueue(new Mark(collection, MarkState.Forget, ShareScope.Node, 0));
        outbox.Enqueue(new Mark(collection, MarkState.Complete, ShareScope.Node, 5));
        Assert.Equal(MarkState.Forget, Assert.Single(outbox.Take(4096)!.Marks).State);
        Assert.Equal(MarkState.Complete, Assert.Single(outbox.Take(4096)!.Marks).State);
        Assert.Null(outbox.Take(4096));
    }
}
