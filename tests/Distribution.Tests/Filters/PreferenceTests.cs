using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Filters;

/// <summary>Services whose traffic prefers what is near: the first level with a ready backend, over all slices of a family.</summary>
public sealed class PreferenceTests
{
    private const string Slices = "discovery.k8s.io/v1/endpointslices";
    private readonly ViewFixture _fixture = new();

    public PreferenceTests()
    {
        foreach (var node in (string[])["hz-1", "hz-2", "hz-3"]) _fixture.Cluster.Node(node, "hangzhou");
        _fixture.Cluster.Node("bj-1", "beijing");
        _fixture.Cluster.Node("lone");
    }

    [Fact]
    public void PreferGroup_WhileTheGroupHasAReadyBackend_ShowsOnlyItsOwn()
    {
        _fixture.Cluster.Service("web", "prefer-nodegroup");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", true), ("bj-1", true));
        var (hz2, bj1, lone) = (_fixture.Connect("hz-2"), _fixture.Connect("bj-1"), _fixture.Connect("lone"));
        Assert.Equal(["hz-1"], Backends(hz2));
        Assert.Equal(["hz-1", "bj-1"], Backends(lone));

        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", false), ("bj-1", true));
        hz2.Drain();
        bj1.Drain();
        Assert.Equal(["hz-1", "bj-1"], Backends(hz2));
        Assert.Equal(["bj-1"], Backends(bj1));
    }

    [Fact]
    public void PreferGroup_AReadyBackendInAnotherSlice_NarrowsThisOneToo()
    {
        _fixture.Cluster.Service("web", "prefer-nodegroup");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("bj-1", null));
        _fixture.Cluster.SliceOf("web-6", "web", "IPv6", ("bj-1", null));
        var hz2 = _fixture.Connect("hz-2");
        Assert.Equal(["bj-1"], Backends(hz2));

        _fixture.Cluster.SliceOf("web-2", "web", "IPv4", ("hz-1", null));
        var readyAt = _fixture.Cluster.Revision;
        hz2.Drain();
        Assert.Equal([], Backends(hz2));
        Assert.Equal(["hz-1"], Backends(hz2, "web-2"));
        Assert.Equal(["bj-1"], Backends(hz2, "web-6"));
        Assert.Equal(readyAt, hz2.Received.Single(change => change.Identity.Key.Name == "web-1").Revision);

        _fixture.Cluster.Delete(Slices, "shop", "web-2");
        hz2.Drain();
        Assert.Equal(["bj-1"], Backends(hz2));
    }

    [Fact]
    public void PreferGroup_ANodeThatBringsTheFirstReadyBackend_NarrowsAllSlices()
    {
        _fixture.Cluster.Service("web", "prefer-nodegroup");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("bj-1", null));
        _fixture.Cluster.SliceOf("web-2", "web", "IPv4", ("lone", null));
        var hz2 = _fixture.Connect("hz-2");
        Assert.Equal(["lone"], Backends(hz2, "web-2"));

        _fixture.Cluster.Node("lone", "hangzhou");
        hz2.Drain();
        Assert.Equal([], Backends(hz2));
        Assert.Equal(["lone"], Backends(hz2, "web-2"));
    }

    [Fact]
    public void RangeNode_ShowsEachNodeItsOwn_ReadyOrNot()
    {
        _fixture.Cluster.Service("web", "range-node");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", false), ("hz-2", true), ("lone", true), (null, true));
        Assert.Equal(["hz-1"], Backends(_fixture.Connect("hz-1")));
        Assert.Equal(["hz-2"], Backends(_fixture.Connect("hz-2")));
        Assert.Equal([], Backends(_fixture.Connect("hz-3")));
        Assert.Equal(["lone"], Backends(_fixture.Connect("lone")));
    }

    [Fact]
    public void List_GoesFromLevelToLevel()
    {
        _fixture.Cluster.Service("web", "node, nodegroup, any");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", true), ("hz-2", true), ("bj-1", true));
        var (hz1, hz2, hz3, lone) = (_fixture.Connect("hz-1"), _fixture.Connect("hz-2"), _fixture.Connect("hz-3"), _fixture.Connect("lone"));
        Assert.Equal(["hz-1"], Backends(hz1));
        Assert.Equal(["hz-1", "hz-2"], Backends(hz3));
        Assert.Equal(["hz-1", "hz-2", "bj-1"], Backends(lone));

        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", false), ("hz-2", true), ("bj-1", true));
        hz1.Drain();
        hz2.Drain();
        Assert.Equal(["hz-1", "hz-2"], Backends(hz1));
        Assert.Equal(["hz-2"], Backends(hz2));

        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", false), ("hz-2", false), ("bj-1", true));
        hz1.Drain();
        Assert.Equal(["hz-1", "hz-2", "bj-1"], Backends(hz1));
    }

    [Fact]
    public void NoLevelHasAReadyBackend_ShowsTheWidest()
    {
        _fixture.Cluster.Service("web", "node, nodegroup");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", false), ("hz-2", false), ("bj-1", true));
        Assert.Equal(["hz-1", "hz-2"], Backends(_fixture.Connect("hz-1")));
    }

    [Fact]
    public void Endpoints_FollowTheSameLevels()
    {
        _fixture.Cluster.Service("web", "prefer-nodegroup");
        _fixture.Cluster.Endpoints("web", ["bj-1"], ["hz-1"]);
        var hz2 = _fixture.Connect("hz-2");
        Assert.Equal<string[]>([["bj-1"], ["hz-1"]], Addresses(hz2));

        _fixture.Cluster.Endpoints("web", ["bj-1", "hz-1"], []);
        hz2.Drain();
        Assert.Equal<string[]>([["hz-1"], []], Addresses(hz2));
    }

    [Fact]
    public void NodesOfAGroup_ShareOneVersion_ButThoseWithABackendOfTheirOwn()
    {
        _fixture.Cluster.Service("web", "node, nodegroup, any");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", true));
        var nodes = Enumerable.Range(0, 50).Select(i => $"more-{i}").ToList();
        foreach (var node in nodes) _fixture.Cluster.Node(node, "hangzhou");
        foreach (var node in nodes) _fixture.Connect(node);
        var before = _fixture.Encoder.Encodes;
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", true), ("hz-2", true), ("more-1", true));
        Assert.Equal(2, _fixture.Encoder.Encodes - before);
    }

    [Fact]
    public void Change_OfWhatCountsChangesOnly_MakesNoEvent()
    {
        _fixture.Cluster.Service("web", "range-nodegroup");
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", true), ("bj-1", true));
        var hz1 = _fixture.Connect("hz-1");
        // The generation and the time of the change are other ones, as they are with every change of a slice.
        _fixture.Cluster.SliceOf("web-1", "web", "IPv4", ("hz-1", true), ("bj-1", true), ("bj-1", true));
        hz1.Drain();
        Assert.Empty(hz1.Received);
    }

    private static IReadOnlyList<string?> Backends(SimulatedNode node, string slice = "web-1") =>
        [.. JsonNode.Parse(node.Read(Slices, "shop", slice)!)!["endpoints"]!.AsArray().Select(endpoint => (string?)endpoint!["nodeName"])];

    private static string[][] Addresses(SimulatedNode node)
    {
        var subset = JsonNode.Parse(node.Read(Collections.Endpoints.ToString(), "shop", "web")!)!["subsets"]![0]!;
        return [Nodes(subset["addresses"]!), Nodes(subset["notReadyAddresses"]!)];
    }

    private static string[] Nodes(JsonNode addresses) => [.. addresses.AsArray().Select(address => (string)address!["nodeName"]!)];
}
