using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Filters;

public sealed class ClosedTrafficTests
{
    private const string Slices = "discovery.k8s.io/v1/endpointslices";
    private readonly ViewFixture _fixture = new();

    public ClosedTrafficTests()
    {
        _fixture.Cluster.Node("hz-1", "hangzhou");
        _fixture.Cluster.Node("hz-2", "hangzhou");
        _fixture.Cluster.Node("bj-1", "beijing");
        _fixture.Cluster.Node("lone");
    }

    [Theory]
    [InlineData("apps.kubeedge.io/service-topology")]
    [InlineData("service-topology")]
    public void Slice_OfAClosedService_ShowsOnlyTheOwnGroup(string annotation)
    {
        _fixture.Cluster.Service("web", closed: true, annotation);
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1", "hz-2", "lone", "unknown", null);
        Assert.Equal(["hz-1", "hz-2"], Backends(_fixture.Connect("hz-1")));
        Assert.Equal(["bj-1"], Backends(_fixture.Connect("bj-1")));
        Assert.Equal([], Backends(_fixture.Connect("lone")));
    }

    [Fact]
    public void Endpoints_OfAClosedService_ShowOnlyTheOwnGroup()
    {
        _fixture.Cluster.Service("web", closed: true);
        _fixture.Cluster.Endpoints("web", ["hz-1", "bj-1", null], ["hz-2", "bj-1"]);
        var subset = JsonNode.Parse(_fixture.Connect("bj-1").Read("v1/endpoints", "shop", "web")!)!["subsets"]![0]!;
        Assert.Equal("bj-1", (string?)Assert.Single(subset["addresses"]!.AsArray())!["nodeName"]);
        Assert.Equal("bj-1", (string?)Assert.Single(subset["notReadyAddresses"]!.AsArray())!["nodeName"]);
    }

    [Fact]
    public void Slice_Filtered_KeepsEveryOtherByte()
    {
        _fixture.Cluster.Service("web", closed: true);
        _fixture.Cluster.Put(Slices, "shop", "web-1", json =>
        {
            json["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "web" };
            json["endpoints"] = JsonNode.Parse("""[{"addresses":["10.0.0.1"],"nodeName":"bj-1"},{"addresses":["10.0.0.2"],"nodeName":"hz-1","unknownField":{"a":[1,2]}}]""");
            json["futureField"] = "kept";
        });
        var json = _fixture.Connect("hz-1").Read(Slices, "shop", "web-1");
        Assert.Contains("""
            "endpoints":[{"addresses":["10.0.0.2"],"nodeName":"hz-1","unknownField":{"a":[1,2]}}],"futureField":"kept"
            """, json, StringComparison.Ordinal);
        Assert.Contains($"\"resourceVersion\":\"{_fixture.Cluster.Revision}\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Slice_OfUnknownService_IsHeldBack()
    {
        _fixture.Cluster.Slice("web-1", "web", "hz-1");
        var node = _fixture.Connect("hz-1");
        Assert.Null(node.Read(Slices, "shop", "web-1"));

        _fixture.Cluster.Service("web", closed: false);
        node.Drain();
        Assert.NotNull(node.Read(Slices, "shop", "web-1"));

        _fixture.Cluster.Delete("v1/services", "shop", "web");
        node.Drain();
        Assert.Null(node.Read(Slices, "shop", "web-1"));
        Assert.Equal(_fixture.Cluster.Revision, node.Received.Last(change => change.IsDeletion).Revision);
    }

    [Fact]
    public void Slice_OfNoService_IsForEveryone()
    {
        _fixture.Cluster.Slice("own", service: null, "hz-1", "bj-1");
        Assert.Equal(["hz-1", "bj-1"], Backends(_fixture.Connect("lone"), "own"));
    }

    [Fact]
    public void Service_Annotated_ChangesTheSliceOnce()
    {
        _fixture.Cluster.Service("web", closed: false);
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        var (hz1, bj1) = (_fixture.Connect("hz-1"), _fixture.Connect("bj-1"));

        _fixture.Cluster.Service("web", closed: true);
        var closedAt = _fixture.Cluster.Revision;
        hz1.Drain();
        bj1.Drain();
        Assert.Equal(["hz-1"], Backends(hz1));
        Assert.Equal(["bj-1"], Backends(bj1));
        foreach (var node in (SimulatedNode[])[hz1, bj1])
        {
            var change = Assert.Single(node.Received, change => change.Identity.Collection == Collections.EndpointSlices);
            Assert.False(change.IsDeletion);
            Assert.Equal(closedAt, change.Revision);
            Assert.Contains($"\"resourceVersion\":\"{closedAt}\"", node.Read(Slices, "shop", "web-1"), StringComparison.Ordinal);
        }

        hz1.Received.Clear();
        _fixture.Cluster.Service("web", closed: false);
        hz1.Drain();
        Assert.Equal(["hz-1", "bj-1"], Backends(hz1));
        Assert.False(Assert.Single(hz1.Received, change => change.Identity.Collection == Collections.EndpointSlices).IsDeletion);
    }

    [Fact]
    public void Slice_ChangedElsewhere_MakesNoEvent()
    {
        _fixture.Cluster.Service("web", closed: true);
        _fixture.Cluster.Slice("web-1", "web", "hz-1");
        var hz1 = _fixture.Connect("hz-1");
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        hz1.Drain();
        Assert.Empty(hz1.Received);
    }

    [Fact]
    public void Node_ChangesGroup_SeesTheOtherGroupAndIsSeenThere()
    {
        _fixture.Cluster.Service("web", closed: true);
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "hz-2", "bj-1");
        var (hz1, hz2, bj1) = (_fixture.Connect("hz-1"), _fixture.Connect("hz-2"), _fixture.Connect("bj-1"));

        _fixture.Cluster.Node("hz-2", "beijing");
        var movedAt = _fixture.Cluster.Revision;
        foreach (var node in (SimulatedNode[])[hz1, hz2, bj1]) node.Drain();
        Assert.Equal(["hz-1"], Backends(hz1));
        Assert.Equal(["hz-2", "bj-1"], Backends(hz2));
        Assert.Equal(["hz-2", "bj-1"], Backends(bj1));
        foreach (var node in (SimulatedNode[])[hz1, hz2, bj1])
        {
            var change = Assert.Single(node.Received, change => change.Identity.Collection == Collections.EndpointSlices);
            Assert.Equal(movedAt, change.Revision);
        }
    }

    [Fact]
    public void Node_LeavesItsGroup_SeesNoBackend()
    {
        _fixture.Cluster.Service("web", closed: true);
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "hz-2");
        var (hz1, hz2) = (_fixture.Connect("hz-1"), _fixture.Connect("hz-2"));
        _fixture.Cluster.Node("hz-2");
        hz1.Drain();
        hz2.Drain();
        Assert.Equal(["hz-1"], Backends(hz1));
        Assert.Equal([], Backends(hz2));

        _fixture.Cluster.Delete("v1/nodes", "", "hz-1");
        hz1.Drain();
        Assert.Equal([], Backends(hz1));
    }

    [Fact]
    public void Causes_OutOfOrder_StillMakeANewerVersion()
    {
        _fixture.Cluster.Service("web", closed: true);
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        var hz1 = _fixture.Connect("hz-1");

        // The informers are not in step: the Node's move is older than the slice's change, and heard of later.
        var move = new FakeLateNode(_fixture.Cluster, "bj-1");
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1", "hz-2");
        hz1.Drain();
        var shown = Assert.Single(hz1.Received).Revision;
        _fixture.Cluster.Secret("something-else");
        move.Arrive("hangzhou");
        hz1.Drain();
        Assert.Equal(["hz-1", "bj-1", "hz-2"], Backends(hz1));
        Assert.True(hz1.Received[^1].Revision > shown);
    }

    [Fact]
    public void Reconnect_AfterANodeMoved_IsNotHeldUpUntilTheSlicesCatchUp()
    {
        _fixture.Cluster.Service("web", closed: true);
        _fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        var other = new ViewFixture(_fixture.Cluster);
        var hz1 = _fixture.Connect("hz-1");
        // The node's slices are now at the revision of the Node, which no bookmark of the slices has reached.
        _fixture.Cluster.Node("bj-1", "hangzhou");
        hz1.Drain();
        hz1.Connect(other.View);
        hz1.Drain();
        Assert.Contains(hz1.Marks, mark => mark.Collection == Collections.EndpointSlices && mark.State == MarkState.Complete);
        _fixture.Cluster.Slice("web-1", "web", "bj-1");
        hz1.Drain();
        Assert.Equal(["bj-1"], Backends(hz1));
    }

    private static IReadOnlyList<string?> Backends(SimulatedNode node, string slice = "web-1") =>
        [.. JsonNode.Parse(node.Read(Slices, "shop", slice)!)!["endpoints"]!.AsArray().Select(endpoint => (string?)endpoint!["nodeName"])];
}
