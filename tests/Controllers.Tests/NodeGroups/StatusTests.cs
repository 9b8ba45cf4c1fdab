using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

/// <summary>What people see of a group: counts, the condition Ready, Events.</summary>
public sealed class StatusTests : NodeGroupTest
{
    [Fact]
    public async Task Ready_EveryNodeIs_IsTrueWithCountsAndGeneration()
    {
        Node("a");
        Node("b");
        Group("hz", "\"nodes\":[\"a\",\"b\"]");

        await StartAsync();
        await ReadyAsync("hz", "True", "AllNodesReady", "2 nodes in the group, all ready.");

        var status = Read(Groups, "hz")["status"]!;
        Assert.Equal((2, 2, 0), ((int)status["nodes"]!, (int)status["readyNodes"]!, (int)status["failedNodes"]!));
        Assert.Equal((1, "2026-05-01T12:00:00Z"), ((int)Ready("hz")!["observedGeneration"]!, (string?)Ready("hz")!["lastTransitionTime"]));
        await ToldAsync("NodeGroup/hz Normal NodeJoined: Nodes a, b joined the group");
        await ToldAsync("NodeGroup/hz Normal Ready: 2 nodes in the group, all ready.");
        Assert.Equal(2, Events.All.Count);
    }

    [Fact]
    public async Task Ready_ANodeFails_IsFalseFromThenOn()
    {
        Node("a");
        Node("b");
        Group("hz", "\"nodes\":[\"a\",\"b\"]");
        await StartAsync();
        await ReadyAsync("hz", "True", "AllNodesReady", "2 nodes in the group, all ready.");

        Clock.Now += TimeSpan.FromHours(1);
        Cluster.Edit(Nodes, "b", node => node["status"]!["conditions"]![0]!["status"] = "Unknown");
        await ReadyAsync("hz", "False", "NodesNotReady", "1 of 2 nodes is not ready: b.");

        Assert.Equal("2026-05-01T13:00:00Z", (string?)Ready("hz")!["lastTransitionTime"]);
        await ToldAsync("NodeGroup/hz Warning NotReady: 1 of 2 nodes is not ready: b.");
    }

    [Fact]
    public async Task Ready_SpecChangesWithoutEffect_ObservedGenerationFollowsAndNoEventComes()
    {
        Node("a");
        Group("hz", "\"nodes\":[\"a\"]");
        await StartAsync();
        await ReadyAsync("hz", "True", "AllNodesReady", "1 node in the group, all ready.");
        await ToldAsync("NodeGroup/hz Normal Ready: 1 node in the group, all ready.");
        var events = Events.All.Count;

        Cluster.Edit(Groups, "hz", group =>
        {
            group["metadata"]!["generation"] = 2;
            group["spec"]!["matchLabels"] = new JsonObject { ["no"] = "where" };
        });
        await Cluster.UntilAsync(() => (int)Ready("hz")!["observedGeneration"]! == 2, "the generation");

        Assert.Equal("2026-05-01T12:00:00Z", (string?)Ready("hz")!["lastTransitionTime"]);
        Assert.Equal(events, Events.All.Count);
    }

    [Fact]
    public async Task Ready_NoNodes_IsFalse()
    {
        Group("hz", "\"matchLabels\":{\"a\":\"b\"}");
        await StartAsync();
        await ReadyAsync("hz", "False", "NoNodes", "The group has no nodes: none is named, and none has the labels.");
    }

    [Fact]
    public async Task Ready_ContestedAndMissingNodes_AreNamedWithTheReason()
    {
        Node("n");
        Group("first", "\"nodes\":[\"n\"]");
        Group("second", "\"nodes\":[\"n\",\"gone\"]", created: "2026-02-01T00:00:00Z");

        await StartAsync();
        await ReadyAsync(
            "second", "False", "NodesNotSelected",
            "2 of 2 nodes could not be taken: gone (node does not exist), n (node n has already belonged to NodeGroup first).");

        Assert.Equal(2, (int)Read(Groups, "second")["status"]!["failedNodes"]!);
        await ToldAsync("NodeGroup/second Warning NodeContested: Cannot take node n: node n has already belonged to NodeGroup first");
        await ToldAsync("NodeGroup/second Warning NodeNotSelected: Cannot take node gone: node does not exist");
    }

    [Fact]
    public async Task NodeLeaves_Event_NamesIt()
    {
        Node("a");
        Node("b");
        Group("hz", "\"nodes\":[\"a\",\"b\"]");
        await StartAsync();
        await ReadyAsync("hz", "True", "AllNodesReady", "2 nodes in the group, all ready.");

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray("a"));
        await ReadyAsync("hz", "True", "AllNodesReady", "1 node in the group, all ready.");

        await ToldAsync("NodeGroup/hz Normal NodeLeft: Node b left the group");
    }

    [Fact]
    public async Task ConditionsOfOthers_AreKept()
    {
        Node("a");
        Group("hz", "\"nodes\":[\"a\"]");
        Cluster.Edit(Groups, "hz", group => group["status"] = JsonNode.Parse(
            """{"conditions":[{"type":"Theirs","status":"True","observedGeneration":7,"reason":"R","message":"m","lastTransitionTime":"2026-01-01T00:00:00Z"}]}"""));

        await StartAsync();
        await ReadyAsync("hz", "True", "AllNodesReady", "1 node in the group, all ready.");

        Assert.Equal(
            """{"type":"Theirs","status":"True","observedGeneration":7,"reason":"R","message":"m","lastTransitionTime":"2026-01-01T00:00:00Z"}""",
            Read(Groups, "hz")["status"]!["conditions"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task SpecThatCannotBeUnderstood_AtStart_KeepsItsNodesAndSaysWhy()
    {
        Node("n", $"\"{Label}\":\"hz\"");
        Group("hz", "\"nodes\":[\"n\"],\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Near\"}]");

        await StartAsync();
        await ReadyAsync(
            "hz", "False", "InvalidSpec",
            "The group keeps the nodes that it has, because its spec cannot be understood: \"Near\" is not a valid label selector operator");

        Assert.Equal("hz", GroupOf("n"));
        Assert.Equal(0, NodeWrites());
    }

    private Task ReadyAsync(string group, string status, string reason, string message) => Cluster.UntilAsync(
        () => Ready(group) is { } ready && ((string?)ready["status"], (string?)ready["reason"], (string?)ready["message"]) == (status, reason, message),
        $"{group} {status} {reason} {message}");
}
