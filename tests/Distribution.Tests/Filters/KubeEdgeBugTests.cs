using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Filters;

/// <summary>What KubeEdge got wrong with closed traffic, bug by bug; the numbers are its issues and pull requests.</summary>
public sealed class KubeEdgeBugTests
{
    private const string Slices = "discovery.k8s.io/v1/endpointslices";

    /// <summary>There the slices were filtered by what an informer knew that was never started, so by nothing.</summary>
    [Fact]
    public void Bug7223_SliceFilterWasANoOp_SlicesAreFilteredByServicesThatAreFollowed()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        Assert.Equal(1, fixture.Cluster.Informer(Collections.Services).Handlers);
        fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        fixture.Cluster.Service("web", closed: true);
        Assert.Equal(["hz-1"], Backends(fixture.Connect("hz-2")));
    }

    /// <summary>There a replay after a reconnect sent the objects as they are in the cluster.</summary>
    [Fact]
    public void Bug4660_ResyncSentUnfilteredObjects_WhatAReconnectBringsIsFiltered()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        fixture.Cluster.Service("web", closed: true);
        fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        fixture.Cluster.Endpoints("web", ["hz-1", "bj-1"], ["bj-1"]);
        var node = fixture.Connect("hz-1");
        node.Disconnect();
        fixture.Cluster.Slice("web-1", "web", "bj-1", "hz-2");
        fixture.Cluster.Endpoints("web", ["bj-1", "hz-2"], ["bj-1"]);

        node.Connect(fixture.View);
        node.Drain();
        Assert.NotEmpty(node.Received);
        Assert.All(node.Received, change => Assert.DoesNotContain("bj-1", System.Text.Encoding.UTF8.GetString(change.Json.Span), StringComparison.Ordinal));
        Assert.Equal(["hz-2"], Backends(node));
    }

    /// <summary>There an endpoint without a nodeName ended the process.</summary>
    [Fact]
    public void Bug7007_NilNodeNamePanicked_ABackendWithoutANodeIsInNobodysGroup()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        fixture.Cluster.Service("web", closed: true);
        fixture.Cluster.Slice("web-1", "web", null, "hz-1");
        fixture.Cluster.Put(Slices, "shop", "odd", json =>
        {
            json["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "web" };
            json["endpoints"] = JsonNode.Parse("""[{"addresses":["10.0.0.1"],"nodeName":null},{"addresses":["10.0.0.2"],"nodeName":""},{"addresses":["10.0.0.3"],"conditions":null}]""");
        });
        fixture.Cluster.Put(Slices, "shop", "none", json =>
        {
            json["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "web" };
            json["endpoints"] = null;
        });
        fixture.Cluster.Endpoints("web", [null, "hz-1"], [null]);
        var node = fixture.Connect("hz-1");
        Assert.Equal(["hz-1"], Backends(node));
        Assert.Equal([], Backends(node, "odd"));
        Assert.NotNull(node.Read(Slices, "shop", "none"));
    }

    /// <summary>There every slice of a list was made to point at the node itself.</summary>
    [Fact]
    public void Bug7194_ListRewroteEverySlice_ThoseOfOtherServicesStayAsTheyAre()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        fixture.Cluster.Service("web", closed: false);
        fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        var node = fixture.Connect("hz-1");
        Assert.Equal(["hz-1", "bj-1"], Backends(node));
        Assert.All(node.Texts(Slices), text => Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal));
    }

    /// <summary>There nothing was sent anew when a node changed group.</summary>
    [Fact]
    public void NodeChangedGroup_NothingWasSentAnew_SlicesAndEndpointsFollow()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        fixture.Cluster.Service("web", closed: true);
        fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        fixture.Cluster.Endpoints("web", ["hz-1", "bj-1"], []);
        var node = fixture.Connect("hz-2");
        fixture.Cluster.Node("hz-2", "beijing");
        node.Drain();
        Assert.Equal(["bj-1"], Backends(node));
        Assert.Equal(["bj-1"], Addresses(node));
    }

    /// <summary>There nothing was sent anew when a Service's annotation changed.</summary>
    [Fact]
    public void ServiceWasAnnotated_NothingWasSentAnew_SlicesAndEndpointsFollow()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        fixture.Cluster.Service("web", closed: false);
        fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        fixture.Cluster.Endpoints("web", ["hz-1", "bj-1"], []);
        var node = fixture.Connect("hz-1");
        fixture.Cluster.Service("web", closed: true);
        node.Drain();
        Assert.Equal(["hz-1"], Backends(node));
        Assert.Equal(["hz-1"], Addresses(node));
        fixture.Cluster.Service("web", closed: false);
        node.Drain();
        Assert.Equal(["hz-1", "bj-1"], Backends(node));
        Assert.Equal(["hz-1", "bj-1"], Addresses(node));
    }

    /// <summary>There a filtered object kept the revision of its source, and an edge that had it dropped the change as old.</summary>
    [Fact]
    public void ChangeAtTheSameRevision_WasDroppedAsOld_ItCarriesThatOfItsCause()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        fixture.Cluster.Service("web", closed: true);
        fixture.Cluster.Slice("web-1", "web", "hz-1", "hz-2");
        var node = fixture.Connect("hz-1");
        fixture.Cluster.Node("hz-2", "beijing");
        node.Drain();
        var change = node.Received.Single(change => change.Identity.Collection == Collections.EndpointSlices);
        Assert.Equal(fixture.Cluster.Revision, change.Revision);
        Assert.Contains($"\"resourceVersion\":\"{fixture.Cluster.Revision}\"", node.Read(Slices, "shop", "web-1"), StringComparison.Ordinal);
    }

    /// <summary>There a slice whose Service was not found was sent as it is.</summary>
    [Fact]
    public void MissingService_FailedOpen_ItsSlicesAndEndpointsAreHeldBack()
    {
        var fixture = new ViewFixture();
        Sites(fixture);
        fixture.Cluster.Slice("web-1", "web", "hz-1", "bj-1");
        fixture.Cluster.Endpoints("web", ["hz-1", "bj-1"], []);
        var node = fixture.Connect("hz-1");
        Assert.Empty(node.Names(Slices));
        Assert.Empty(node.Names("v1/endpoints"));
    }

    /// <summary>There two nodes without a group belonged together: to the group without a name.</summary>
    [Fact]
    public void NodesInNoGroup_WereOneGroup_NeitherSeesTheOther()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("lone-1");
        fixture.Cluster.Node("lone-2", "");
        fixture.Cluster.Service("web", closed: true);
        fixture.Cluster.Slice("web-1", "web", "lone-1", "lone-2");
        Assert.Equal([], Backends(fixture.Connect("lone-1")));
        Assert.Equal([], Backends(fixture.Connect("lone-2")));
    }

    private static void Sites(ViewFixture fixture)
    {
        fixture.Cluster.Node("hz-1", "hangzhou");
        fixture.Cluster.Node("hz-2", "hangzhou");
        fixture.Cluster.Node("bj-1", "beijing");
    }

    private static IReadOnlyList<string?> Backends(SimulatedNode node, string slice = "web-1") =>
        [.. JsonNode.Parse(node.Read(Slices, "shop", slice)!)!["endpoints"]!.AsArray().Select(endpoint => (string?)endpoint!["nodeName"])];

    private static IReadOnlyList<string?> Addresses(SimulatedNode node) =>
        [.. JsonNode.Parse(node.Read("v1/endpoints", "shop", "web")!)!["subsets"]![0]!["addresses"]!.AsArray().Select(address => (string?)address!["nodeName"])];
}
