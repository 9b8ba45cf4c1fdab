using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Controllers.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

public sealed class NodeGroupControllerTests : IAsyncLifetime
{
    private const string Label = "apps.kubeedge.io/belonging-to";
    private static readonly GroupVersionResource Nodes = new("", "v1", "nodes");
    private static readonly GroupVersionResource Groups = new("apps.kubeedge.io", "v1alpha1", "nodegroups");

    private readonly MemoryCluster _cluster = new();
    private readonly RunningController _controller;

    public NodeGroupControllerTests() => _controller = new RunningController(NewController());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _controller.DisposeAsync();

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

    [Fact]
    public async Task EmptyMatchLabels_SelectsNothing()
    {
        Node("any");
        Group("empty", "\"matchLabels\":{}");
        Group("named", "\"nodes\":[\"any\"]", created: "2026-02-01T00:00:00Z");

        await StartAsync();
        await _cluster.UntilAsync(() => GroupOf("any") == "named", "the label");
    }

    [Fact]
    public async Task NamedNodeWithoutLabels_ComesLater_IsTaken()
    {
        Group("hangzhou", "\"nodes\":[\"late\"]");
        await StartAsync();

        Node("late");

        await _cluster.UntilAsync(() => GroupOf("late") == "hangzhou", "the label");
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

    [Fact]
    public async Task ReleasedNode_AnotherGroupWaits_GoesToItAtOnce()
    {
        Node("n");
        Group("first", "\"nodes\":[\"n\"]", created: "2026-01-01T00:00:00Z");
        Group("second", "\"nodes\":[\"n\"]", created: "2026-02-01T00:00:00Z");
        await StartAsync();
        await StatusAsync("second", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Failed","selectionStatusReason":"node n has already belonged to NodeGroup first"}""");
        var before = NodeWrites();

        _cluster.Edit(Groups, "first", group => group["spec"]!["nodes"] = new JsonArray());
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
        _cluster.Refuse = (resource, _) =>
        {
            if (resource == Nodes && Volatile.Read(ref block))
                throw KubernetesStatus.InternalError("etcd is slow").ToException();
        };

        _cluster.Delete(Groups, "hangzhou");
        await _cluster.UntilAsync(() => NodeWrites() > 1, "a refused write");
        Assert.NotNull(_cluster.Get(Groups, "hangzhou"));
        Volatile.Write(ref block, false);

        await _cluster.UntilAsync(() => _cluster.Get(Groups, "hangzhou") is null, "the group gone");
        Assert.Null(GroupOf("n"));
    }

    [Fact]
    public async Task GroupThatVanished_LeftItsLabel_IsCleanedAtStart()
    {
        Node("n", $"\"{Label}\":\"forgotten\",\"keep\":\"me\"");

        await StartAsync();
        await _cluster.UntilAsync(() => GroupOf("n") is null, "no label");

        Assert.Equal("""{"keep":"me"}""", Read(Nodes, "n")["metadata"]!["labels"]!.ToJsonString());
    }

    [Fact]
    public async Task PartialKnowledge_GroupsNotListedYet_ReleasesNobody()
    {
        Node("n", $"\"{Label}\":\"hangzhou\"");
        _controller.Start();
        _cluster.Sync(Nodes);

        // Nothing but the want of the groups keeps it: with them it acts, and finds that the node is where it belongs.
        Group("hangzhou", "\"nodes\":[\"n\"]");
        _cluster.Sync(Groups);
        await StatusAsync("hangzhou", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Succeeded"}""");

        Assert.Equal(0, NodeWrites());
    }

    [Fact]
    public async Task PartialApiError_GroupUnreadable_KeepsItsNodes()
    {
        Node("n");
        Node("other");
        Group("hangzhou", "\"nodes\":[\"n\"]");
        await StartAsync();
        await _cluster.UntilAsync(() => GroupOf("n") == "hangzhou", "the label");

        _cluster.Edit(Groups, "hangzhou", group => group["spec"] = new JsonObject { ["nodes"] = new JsonArray(1, 2) });
        _cluster.Edit(Nodes, "n", node => node["metadata"]!["labels"]!["poke"] = "1");
        Group("beijing", "\"nodes\":[\"other\"]");
        await _cluster.UntilAsync(() => GroupOf("other") == "beijing", "the other label");

        Assert.Equal("hangzhou", GroupOf("n"));
    }

    [Fact]
    public async Task Conflict_NodeChangedMeanwhile_IsDecidedAnew()
    {
        Node("n");
        Group("hangzhou", "\"nodes\":[\"n\"]");
        var first = true;
        _cluster.Refuse = (resource, key) =>
        {
            if (resource == Nodes && first)
            {
                first = false;
                throw KubernetesStatus.Conflict(resource, key.Name).ToException();
            }
        };

        await StartAsync();

        await _cluster.UntilAsync(() => GroupOf("n") == "hangzhou", "the label");
    }

    [Fact]
    public async Task LongName_CannotBeALabel_SaysSoAndTakesNothing()
    {
        var name = new string('a', 64);
        Node("n");
        Group(name, "\"nodes\":[\"n\"]");

        await StartAsync();
        await _cluster.UntilAsync(() => Read(Groups, name)["status"]?.ToJsonString().Contains("at most 63 characters", StringComparison.Ordinal) == true, "the reason");

        Assert.Null(GroupOf("n"));
    }

    [Fact]
    public async Task Converged_ControllerStartsAgain_WritesNothing()
    {
        Node("n");
        Group("hangzhou", "\"nodes\":[\"n\"]");
        await StartAsync();
        await StatusAsync("hangzhou", """{"nodeName":"n","readyStatus":"Ready","selectionStatus":"Succeeded"}""");
        await _controller.StopAsync();
        var before = _cluster.Writes.Count;

        await using var second = new RunningController(NewController());
        second.Start();
        Node("marker");
        Group("later", "\"nodes\":[\"marker\"]");
        await StatusAsync("later", """{"nodeName":"marker","readyStatus":"Ready","selectionStatus":"Succeeded"}""");
        await second.StopAsync();

        Assert.DoesNotContain(_cluster.Writes.Skip(before), write => write.Contains("nodes/n ", StringComparison.Ordinal) || write.Contains("nodegroups/hangzhou", StringComparison.Ordinal));
    }

    [Fact]
    public void Heartbeat_NothingElseChanged_CostsNoLook()
    {
        var membership = new Membership();
        using var nodes = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var groups = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _cluster.For(Groups).Subscribe(new NodeGroupEvents(membership, nodes, groups, NullLogger.Instance));
        Group("hangzhou", "\"nodes\":[\"n\"]");
        _cluster.For(Nodes).Subscribe(new NodeEvents(membership, nodes, groups));
        Node("n");
        var before = (nodes.Count, groups.Count);
        Assert.Equal((1, 1), before);

        // The queue holds each key once: an empty one shows what comes.
        using var emptyNodes = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var emptyGroups = new WorkQueue<string>(TimeProvider.System, new Random(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var events = new NodeEvents(membership, emptyNodes, emptyGroups);
        var informer = (MemoryInformer)_cluster.For(Nodes);
        _cluster.Edit(Nodes, "n", node => node["status"]!["conditions"]![0]!["lastHeartbeatTime"] = "2026-01-01T00:05:00Z");
        events.Upserted(informer.Objects.Values.Single(), null);
        Assert.Equal((0, 0), (emptyNodes.Count, emptyGroups.Count));

        _cluster.Edit(Nodes, "n", node => node["status"]!["conditions"]![0]!["status"] = "False");
        var unready = informer.Objects.Values.Single();
        membership.Put(NodeFacts.Parse(unready) with { Ready = "Ready" });
        events.Upserted(unready, null);
        Assert.Equal((0, 1), (emptyNodes.Count, emptyGroups.Count));
    }

    private NodeGroupController NewController() =>
        new(_cluster, _cluster, TestMetrics.Create(), TimeProvider.System, NullLogger<NodeGroupController>.Instance);

    private Task StartAsync()
    {
        _cluster.Sync(Nodes);
        _cluster.Sync(Groups);
        _controller.Start();
        return Task.CompletedTask;
    }

    private void Node(string name, string labels = "") => _cluster.Put(Nodes, $$"""
        {"metadata":{"name":"{{name}}","labels":{ {{labels}} } },"status":{"conditions":[{"type":"Ready","status":"True"}]} }
        """);

    private void Group(string name, string spec, string created = "2026-01-01T00:00:00Z") => _cluster.Put(Groups, $$"""
        {"metadata":{"name":"{{name}}","creationTimestamp":"{{created}}"},"spec":{ {{spec}} } }
        """);

    private JsonObject Read(GroupVersionResource resource, string name) => _cluster.Get(resource, name)!;

    private string? GroupOf(string node) => Read(Nodes, node)["metadata"]!["labels"]?[Label]?.GetValue<string>();

    private int NodeWrites() => _cluster.Writes.Count(write => write.StartsWith("nodes/", StringComparison.Ordinal));

    private Task StatusAsync(string group, params string[] entries) => _cluster.UntilAsync(
        () => Read(Groups, group)["status"]?["nodeStatuses"]?.ToJsonString() == $"[{string.Join(',', entries)}]", $"status of {group}: {string.Join(',', entries)}");
}
