using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

/// <summary><c>topologyEnabled</c>: whose zone label it is.</summary>
public sealed class ZoneTests : NodeGroupTest
{
    [Fact]
    public async Task TopologyEnabled_NodeWithoutZone_GetsItAndLosesItOnLeaving()
    {
        Node("n");
        Group("hz", "\"nodes\":[\"n\"],\"topologyEnabled\":true");
        await StartAsync();
        await Cluster.UntilAsync(() => ZoneOf("n") == "hz", "the zone");
        Assert.Equal(1, NodeWrites());

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray());
        await Cluster.UntilAsync(() => GroupOf("n") is null, "the release");

        Assert.Null(ZoneOf("n"));
        Assert.Equal("{}", Read(Nodes, "n")["metadata"]!["annotations"]!.ToJsonString());
        Assert.Equal(2, NodeWrites());
    }

    [Fact, Trait("KubeEdge", "topologyEnabled=false deletes a zone label that a cloud provider set")]
    public async Task TopologyTurnedOff_ZoneOfACloudProvider_IsNotTouched()
    {
        Node("n", $"\"{ZoneLabel}\":\"eu-1a\"");
        Group("hz", "\"nodes\":[\"n\"],\"topologyEnabled\":false");
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hz", "the label");
        Assert.Equal("eu-1a", ZoneOf("n"));

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray());
        await Cluster.UntilAsync(() => GroupOf("n") is null, "the release");
        Assert.Equal("eu-1a", ZoneOf("n"));
    }

    [Fact]
    public async Task TopologyTurnedOnAndOff_ZoneOfACloudProvider_IsPutBack()
    {
        Node("n", $"\"{ZoneLabel}\":\"eu-1a\"");
        Group("hz", "\"nodes\":[\"n\"],\"topologyEnabled\":true");
        await StartAsync();
        await Cluster.UntilAsync(() => ZoneOf("n") == "hz", "the zone");
        await ToldAsync("Node/n Normal ZoneReplaced: The zone eu-1a is replaced by hz while the node belongs to that NodeGroup; it is put back afterwards");

        Cluster.Edit(Groups, "hz", group => group["spec"]!["topologyEnabled"] = false);
        await Cluster.UntilAsync(() => ZoneOf("n") == "eu-1a", "the former zone");
        Assert.Equal("hz", GroupOf("n"));
    }

    [Fact]
    public async Task MoveBetweenGroups_BothWithTopology_KeepsTheFirstZoneInMind()
    {
        Node("n", $"\"{ZoneLabel}\":\"eu-1a\"");
        Group("hz", "\"nodes\":[\"n\"],\"topologyEnabled\":true");
        Group("bj", "\"nodes\":[\"n\"],\"topologyEnabled\":true", created: "2026-02-01T00:00:00Z");
        await StartAsync();
        await Cluster.UntilAsync(() => ZoneOf("n") == "hz", "the zone");

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray());
        await Cluster.UntilAsync(() => ZoneOf("n") == "bj", "the other zone");
        Cluster.Edit(Groups, "bj", group => group["spec"]!["nodes"] = new JsonArray());
        await Cluster.UntilAsync(() => ZoneOf("n") == "eu-1a", "the former zone");
    }

    [Fact]
    public async Task ZoneSetBySomebodyElseMeanwhile_IsWhatIsPutBack()
    {
        Node("n");
        Group("hz", "\"nodes\":[\"n\"],\"topologyEnabled\":true");
        await StartAsync();
        await Cluster.UntilAsync(() => ZoneOf("n") == "hz", "the zone");

        Cluster.Edit(Nodes, "n", node => node["metadata"]!["labels"]![ZoneLabel] = "eu-1b");
        await Cluster.UntilAsync(() => ZoneOf("n") == "hz", "the zone again");
        Cluster.Edit(Groups, "hz", group => group["spec"]!["topologyEnabled"] = false);
        await Cluster.UntilAsync(() => ZoneOf("n") == "eu-1b", "what the other one set");
    }

    [Fact]
    public async Task ZoneThatHappensToBeTheGroupsName_NotOurs_Stays()
    {
        Node("n", $"\"{ZoneLabel}\":\"hz\"");
        Group("hz", "\"nodes\":[\"n\"],\"topologyEnabled\":true");
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hz", "the label");

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray());
        await Cluster.UntilAsync(() => GroupOf("n") is null, "the release");
        Assert.Equal("hz", ZoneOf("n"));
    }
}
