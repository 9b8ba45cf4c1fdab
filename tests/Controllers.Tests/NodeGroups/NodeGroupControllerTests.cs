using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Controllers.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

public sealed class NodeGroupControllerTests : NodeGroupTest
{
    [Fact]
    public async Task Members_ByNameAndByLabels_AreLabelledAndInTheStatus()
    {
        Node("named");
        Node("labelled", "\"region\":\"hz\",\"tier\":\"1\"");
        Node("half", "\"region\":\"hz\"");
        Group("hangzhou", "\"nodes\":[\"named\",\"missing\"],\"matchLabels\":{\"region\":\"hz\",\"tier\":\"1\"}");

        await StartAsync();
        await StatusAsync(
            "hangzhou",
            """{"nodeName":"labelled","readyStatus":"Ready","selectionStatus":"Succeeded"}""",
            """{"nodeName":"missing","readyStatus":"Unknown","selectionStatus":"Failed","selectionStatusReason":"node does not exist"}""",
            """{"nodeName":"named","readyStatus":"Ready","selectionStatus":"Succeeded"}""");

        Assert.Equal(("hangzhou", "hangzhou", null), (GroupOf("named"), GroupOf("labelled"), GroupOf("half")));
        Assert.Contains("apps.kubeedge.io/nodegroup-controller", Read(Groups, "hangzhou")["metadata"]!["finalizers"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact, Trait("KubeEdge", "an empty matchLabels selects every node")]
    public async Task EmptyMatchLabels_SelectsNothing()
    {
        Node("any");
        Group("empty", "\"matchLabels\":{}");
        Group("named", "\"nodes\":[\"any\"]", created: "2026-02-01T00:00:00Z");

        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("any") == "named", "the label");
    }

    [Fact, Trait("KubeEdge", "an event of an unlabelled node is swallowed by a names-only group")]
    public async Task NamedNodeWithoutLabels_ComesLater_IsTaken()
    {
        Group("hangzhou", "\"nodes\":[\"late\"]");
        await StartAsync();

        Node("late");

        await Cluster.UntilAsync(() => GroupOf("late") == "hangzhou", "the label");
    }

    [Fact]
    public async Task ContestedNode_OldestGroupWinsThenName_WhateverTheOrder()
    {
        Node("n");
        Group("b-young", "\"nodes\":[\"n\"]", created: "2026-03-01T00:00:00Z");
        Group("b-old", "\"nodes\":[\"n\"]", created: "2026-01-01T00:00:00Z");
        Group("a-old", "\"nodes\":[\"n\"]", created: "2026-01-01T00:00:00Z");

        await StartAsync();
        await StatusAsync("b-young", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Failed","selectionStatusReason":"node n has already belonged to NodeGroup a-old"}""");

        Assert.Equal("a-old", GroupOf("n"));
    }

    [Fact]
    public async Task ContestedNode_OlderGroupClaimsLater_OwnerKeepsIt()
    {
        Node("n", $"\"{Label}\":\"young\"");
        Group("young", "\"nodes\":[\"n\"]", created: "2026-03-01T00:00:00Z");
        Group("old", "\"nodes\":[\"n\"]", created: "2026-01-01T00:00:00Z");

        await StartAsync();
        await StatusAsync("old", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Failed","selectionStatusReason":"node n has already belonged to NodeGroup young"}""");

        Assert.Equal("young", GroupOf("n"));
    }

    [Fact, Trait("KubeEdge", "#5402: a released node does not wake the group that waits for it")]
    public async Task ReleasedNode_AnotherGroupWaits_GoesToItAtOnce()
    {
        Node("n");
        Group("first", "\"nodes\":[\"n\"]", created: "2026-01-01T00:00:00Z");
        Group("second", "\"nodes\":[\"n\"]", created: "2026-02-01T00:00:00Z");
        await StartAsync();
        await StatusAsync("second", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Failed","selectionStatusReason":"node n has already belonged to NodeGroup first"}""");
        var before = NodeWrites();

        Cluster.Edit(Groups, "first", group => group["spec"]!["nodes"] = new JsonArray());
        await StatusAsync("second", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Succeeded"}""");

        Assert.Equal("second", GroupOf("n"));
        Assert.Equal(before + 1, NodeWrites());
    }

    [Fact]
    public async Task DeletedGroup_HasNodes_IsHeldUntilTheyAreReleased()
    {
        Node("n");
        Group("hangzhou", "\"nodes\":[\"n\"]");
        await StartAsync();
        await StatusAsync("hangzhou", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Succeeded"}""");
        var block = true;
        Cluster.Refuse = (resource, _) =>
        {
            if (resource == Nodes && Volatile.Read(ref block))
                throw KubernetesStatus.InternalError("etcd is slow").ToException();
        };

        Cluster.Delete(Groups, "hangzhou");
        await Cluster.UntilAsync(() => NodeWrites() > 1, "a refused write");
        Assert.NotNull(Cluster.Get(Groups, "hangzhou"));
        Volatile.Write(ref block, false);

        await Cluster.UntilAsync(() => Cluster.Get(Groups, "hangzhou") is null, "the group gone");
        Assert.Null(GroupOf("n"));
    }

    [Fact]
    public async Task GroupThatVanished_LeftItsLabel_IsCleanedAtStart()
    {
        Node("n", $"\"{Label}\":\"forgotten\",\"keep\":\"me\"");

        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") is null, "no label");

        Assert.Equal("""{"keep":"me"}""", Read(Nodes, "n")["metadata"]!["labels"]!.ToJsonString());
    }

    [Fact]
    public async Task PartialKnowledge_GroupsNotListedYet_ReleasesNobody()
    {
        Node("n", $"\"{Label}\":\"hangzhou\"");
        Controller.Start();
        Cluster.Sync(Nodes);

        // Nothing but the want of the groups keeps it: with them it acts, and finds that the node is where it belongs.
        Group("hangzhou", "\"nodes\":[\"n\"]");
        Cluster.Sync(Groups);
        await StatusAsync("hangzhou", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Succeeded"}""");

        Assert.Equal(0, NodeWrites());
    }

    [Fact, Trait("KubeEdge", "#7201: a partial API error evicts members")]
    public async Task PartialApiError_GroupUnreadable_KeepsItsNodes()
    {
        Node("n");
        Node("other");
        Group("hangzhou", "\"nodes\":[\"n\"]");
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hangzhou", "the label");

        Cluster.Edit(Groups, "hangzhou", group => group["spec"] = new JsonObject { ["nodes"] = new JsonArray(1, 2) });
        Cluster.Edit(Nodes, "n", node => node["metadata"]!["labels"]!["poke"] = "1");
        Group("beijing", "\"nodes\":[\"other\"]");
        await Cluster.UntilAsync(() => GroupOf("other") == "beijing", "the other label");

        Assert.Equal("hangzhou", GroupOf("n"));
    }

    [Fact]
    public async Task Conflict_NodeChangedMeanwhile_IsDecidedAnew()
    {
        Node("n");
        Group("hangzhou", "\"nodes\":[\"n\"]");
        var first = true;
        Cluster.Refuse = (resource, key) =>
        {
            if (resource == Nodes && first)
            {
                first = false;
                throw KubernetesStatus.Conflict(resource, key.Name).ToException();
            }
        };

        await StartAsync();

        await Cluster.UntilAsync(() => GroupOf("n") == "hangzhou", "the label");
    }

    [Fact, Trait("KubeEdge", "a group name over 63 characters cannot be a label value")]
    public async Task LongName_CannotBeALabel_SaysSoAndTakesNothing()
    {
        var name = new string('a', 64);
        Node("n");
        Group(name, "\"nodes\":[\"n\"]");

        await StartAsync();
        await Cluster.UntilAsync(() => Read(Groups, name)["status"]?.ToJsonString().Contains("at most 63 characters", StringComparison.Ordinal) == true, "the reason");

        Assert.Null(GroupOf("n"));
    }

    [Fact]
    public async Task Converged_ControllerStartsAgain_WritesNothing()
    {
        Node("n");
        Group("hangzhou", "\"nodes\":[\"n\"]");
        await StartAsync();
        await StatusAsync("hangzhou", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Succeeded"}""");
        await Controller.StopAsync();
        var before = Cluster.Writes.Count;

        await using var second = new RunningController(NewController());
        second.Start();
        Node("marker");
        Group("later", "\"nodes\":[\"marker\"]");
        await StatusAsync("later", """{"nodeName":"marker","readyStatus":"Ready","selectionStatus":"Succeeded"}""");
        await second.StopAsync();

        Assert.DoesNotContain(Cluster.Writes.Skip(before), write => write.Contains("nodes/n ", StringComparison.Ordinal) || write.Contains("nodegroups/hangzhou", StringComparison.Ordinal));
    }

    [Fact, Trait("KubeEdge", "every heartbeat of a node triggers a reconcile")]
    public void Heartbeat_NothingElseChanged_CostsNoLook()
    {
        var membership = new Membership();
        using var nodes = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var groups = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        Cluster.For(Groups).Subscribe(new NodeGroupEvents(membership, nodes, groups, NullLogger.Instance));
        Group("hangzhou", "\"nodes\":[\"n\"]");
        Cluster.For(Nodes).Subscribe(new NodeEvents(membership, nodes, groups));
        Node("n");
        var before = (nodes.Count, groups.Count);
        Assert.Equal((1, 1), before);

        // The queue holds each key once: an empty one shows what comes.
        using var emptyNodes = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var emptyGroups = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var events = new NodeEvents(membership, emptyNodes, emptyGroups);
        var informer = (MemoryInformer)Cluster.For(Nodes);
        Cluster.Edit(Nodes, "n", node => node["status"]!["conditions"]![0]!["lastHeartbeatTime"] = "2026-01-01T00:05:00Z");
        events.Upserted(informer.Objects.Values.Single(), null);
        Assert.Equal((0, 0), (emptyNodes.Count, emptyGroups.Count));

        Cluster.Edit(Nodes, "n", node => node["status"]!["conditions"]![0]!["status"] = "False");
        var unready = informer.Objects.Values.Single();
        membership.Put(NodeFacts.Parse(unready) with { Ready = "Ready" });
        events.Upserted(unready, null);
        Assert.Equal((0, 1), (emptyNodes.Count, emptyGroups.Count));
    }
}
