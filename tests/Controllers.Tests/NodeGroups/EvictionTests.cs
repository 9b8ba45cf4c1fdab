using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

/// <summary>The group's pods on a node that leaves it.</summary>
public sealed class EvictionTests : NodeGroupTest
{
    private const string Affinity = """
        "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
            {"matchExpressions":[{"key":"apps.kubeedge.io/belonging-to","operator":"In","values":["hz"]},{"key":"disk","operator":"Exists"}]}]}}}
        """;

    [Fact]
    public async Task NodeLeaves_PodsThatAskForTheGroup_AreEvictedAndNoOthers()
    {
        Node("n");
        Node("stays");
        Group("hz", "\"nodes\":[\"n\",\"stays\"]");
        Pod("selects", "n", Selects("hz"));
        Pod("affine", "n", Affinity);
        Pod("any", "n", "\"containers\":[]");
        Pod("annotated", "n", "\"containers\":[]", metadata: $",\"annotations\":{{\"{Label}\":\"hz\"}}");
        Pod("finished", "n", Selects("hz"), status: "Succeeded");
        Pod("static", "n", Selects("hz"), metadata: ",\"annotations\":{\"kubernetes.io/config.mirror\":\"x\"}");
        Pod("elsewhere", "stays", Selects("hz"));
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hz" && GroupOf("stays") == "hz", "the labels");
        Assert.Empty(Evictions.Asked);

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray("stays"));
        await Cluster.UntilAsync(() => Cluster.Get(Pods, "selects") is null && Cluster.Get(Pods, "affine") is null, "the evictions");

        Assert.Equal(["affine", "selects"], Evictions.Asked.Distinct().Order());
        await ToldAsync("NodeGroup/hz Normal PodEvicted: Evicted pod selects from node n, which is not in NodeGroup hz");
    }

    [Fact]
    public async Task GroupDeleted_ItsPods_AreEvicted()
    {
        Node("n");
        Group("hz", "\"nodes\":[\"n\"]");
        Pod("p", "n", Selects("hz"));
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hz" && Read(Groups, "hz")["metadata"]!["finalizers"] is not null, "the group");

        Cluster.Delete(Groups, "hz");

        await Cluster.UntilAsync(() => Cluster.Get(Pods, "p") is null && Cluster.Get(Groups, "hz") is null, "the pod and the group gone");
    }

    [Fact, Trait("KubeEdge", "pods are deleted where they should be evicted")]
    public async Task BudgetBlocks_IsAskedAgainUntilItAllows()
    {
        Node("n");
        Group("hz", "\"nodes\":[\"n\"]");
        Pod("p", "n", Selects("hz"));
        var allowed = false;
        Evictions.Answer = _ => Volatile.Read(ref allowed) ? Eviction.Accepted : new Eviction(EvictionOutcome.Blocked, TimeSpan.Zero, "The disruption budget b needs 1 healthy pods and has 1 currently");
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hz", "the label");

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray());
        await Cluster.UntilAsync(() => GroupOf("n") is null, "the release");
        await Cluster.UntilAsync(() => Evictions.Asked.Count >= 3, "three refusals");
        Assert.NotNull(Cluster.Get(Pods, "p"));
        await ToldAsync("NodeGroup/hz Warning EvictionBlocked: Pod p stays on node n for now, which is not in NodeGroup hz: The disruption budget b needs 1 healthy pods and has 1 currently");

        Volatile.Write(ref allowed, true);
        await Cluster.UntilAsync(() => Cluster.Get(Pods, "p") is null, "the eviction");
    }

    [Fact]
    public async Task BlockedPod_NodeComesBack_IsLeftAlone()
    {
        Node("n");
        Group("hz", "\"nodes\":[\"n\"]");
        Pod("p", "n", Selects("hz"));
        Evictions.Answer = _ => new Eviction(EvictionOutcome.Blocked, TimeSpan.Zero, "no");
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hz", "the label");
        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray());
        await Cluster.UntilAsync(() => !Evictions.Asked.IsEmpty, "a refusal");

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray("n"));
        await Cluster.UntilAsync(() => GroupOf("n") == "hz", "the label again");
        await Cluster.UntilAsync(() => Read(Groups, "hz")["status"]?["nodes"]?.GetValue<int>() == 1, "the status");
        var before = Evictions.Asked.Count;
        Node("marker");
        Group("later", "\"nodes\":[\"marker\"]");
        Pod("misplaced", "marker", Selects("nowhere"));
        await Cluster.UntilAsync(() => Evictions.Asked.Count(name => name == "misplaced") > 5, "later looks");

        Assert.InRange(Evictions.Asked.Count(name => name == "p"), before, before + 1);
    }

    [Fact]
    public async Task LabelTakenOffByHand_NobodyIsEvicted_AndTheLabelComesBack()
    {
        Node("n");
        Group("hz", "\"nodes\":[\"n\"]");
        Pod("p", "n", Selects("hz"));
        await StartAsync();
        await Cluster.UntilAsync(() => GroupOf("n") == "hz", "the label");
        var writes = NodeWrites();

        Cluster.Edit(Nodes, "n", node => node["metadata"]!["labels"]!.AsObject().Remove(Label));
        Pod("q", "n", Selects("hz"));
        await Cluster.UntilAsync(() => NodeWrites() > writes && GroupOf("n") == "hz", "the label again");
        await Cluster.UntilAsync(() => Read(Groups, "hz")["status"]?["readyNodes"]?.GetValue<int>() == 1, "the status");

        Assert.Empty(Evictions.Asked);
    }

    [Fact, Trait("KubeEdge", "#7201: a partial API error evicts members")]
    public async Task PartialApiError_NodeCannotBeLabelled_EvictsNobodyAndSaysSo()
    {
        Node("n", $"\"{Label}\":\"hz\"");
        Group("hz", "\"nodes\":[\"n\"]");
        Pod("p", "n", Selects("hz"));
        await StartAsync();
        await Cluster.UntilAsync(() => Read(Groups, "hz")["status"]?["nodes"]?.GetValue<int>() == 1, "the status");
        Cluster.Refuse = (resource, _) =>
        {
            if (resource == Nodes)
                throw KubernetesStatus.InternalError("etcd is slow").ToException();
        };

        Cluster.Edit(Groups, "hz", group => group["spec"]!["nodes"] = new JsonArray());
        Group("bj", "\"nodes\":[\"n\"]");
        await Cluster.UntilAsync(() => (string?)Ready("bj")?["reason"] == "NodesNotSelected", "the status of the other group");

        Assert.Contains("node n cannot be labelled: Internal error occurred: etcd is slow", (string)Ready("bj")!["message"]!, StringComparison.Ordinal);
        Assert.Empty(Evictions.Asked);
        Assert.Equal("hz", GroupOf("n"));
    }
}
