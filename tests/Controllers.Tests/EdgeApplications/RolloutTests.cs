using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>One group after the other, and not at all while paused.</summary>
public sealed class RolloutTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private AppCluster Cluster => shop.Cluster;

    [Fact]
    public async Task GroupByGroup_AGroupThatIsNotAvailable_HoldsUpThoseBehindIt()
    {
        // Nobody is in Suzhou.
        Cluster.Put(Shop.NodeGroups, Shop.Group("suzhou", "sz-1"));
        Cluster.Writer.Reset();
        Cluster.Put(EdgeApplication.Collection, InTurn(Shop.App("turn", [Shop.Deployment("turn"), Shop.ConfigMap("turn")], Shop.Target("hangzhou", 1), Shop.Target("suzhou", 1), Shop.Target("beijing", 1))));
        await Cluster.UntilAsync(() => Health("turn", "beijing") == "Waiting", "beijing that waits");
        await Cluster.QuietAsync();
        Assert.Equal(["apply configmaps shop/turn", "apply deployments shop/turn-hangzhou", "apply deployments shop/turn-suzhou"], Cluster.Writer.OfChildren);
        Assert.Equal("waits until suzhou is available", Cluster.TargetOf("turn", "beijing")!["message"]!.GetValue<string>());
        Assert.Equal("Available", Health("turn", "hangzhou"));
        Assert.Null(Cluster.App("turn")!["status"]!["observedGeneration"]);

        Cluster.EditApp(app => Shop.Targets(app).RemoveAt(1), "turn");
        await Cluster.AvailableAsync("turn");
        Assert.Null(Cluster.Api.Get(Shop.Deployments, Shop.Key("turn-suzhou")));
    }

    [Fact]
    public async Task GroupByGroup_ANewVersion_ReachesTheNextOnlyWhenTheOneBeforeRunsIt()
    {
        Cluster.Put(EdgeApplication.Collection, InTurn(Shop.App("next", [Shop.Deployment("next")], Shop.Target("hangzhou", 1), Shop.Target("beijing", 1), Shop.Target("shanghai", 1))));
        await Cluster.AvailableAsync("next");
        Cluster.Writer.Reset();
        var early = new List<string>();
        string[] order = ["hangzhou", "beijing", "shanghai"];
        Cluster.Writer.Refuse = write =>
        {
            var place = Array.FindIndex(order, group => write == $"apply deployments shop/next-{group}");
            if (place > 0 && !Runs(order[place - 1], "web:2.0"))
                early.Add(write);
        };
        Cluster.EditApp(app => Shop.Manifests(app)[0]!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example/web:2.0", "next");
        await Cluster.AvailableAsync("next");
        Cluster.Writer.Refuse = static _ => { };
        Assert.Empty(early);
        Assert.Equal(order.Select(group => $"apply deployments shop/next-{group}"), Cluster.Writer.Writes.Where(write => write.StartsWith("apply", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GroupByGroup_WhileOneIsHeldUp_WhatWasThereBeforeIsStillMended()
    {
        Cluster.Put(Shop.NodeGroups, Shop.Group("wuxi", "wx-1"));
        Cluster.Put(EdgeApplication.Collection, InTurn(Shop.App("mend", [Shop.Deployment("mend")], Shop.Target("hangzhou", 1), Shop.Target("beijing", 1))));
        await Cluster.AvailableAsync("mend");
        Cluster.EditApp(app => Shop.Targets(app).Insert(0, Shop.Target("wuxi", 1)), "mend");
        await Cluster.UntilAsync(() => Cluster.Api.Get(Shop.Deployments, Shop.Key("mend-wuxi")) is not null, "the group that nobody is in");
        Cluster.Api.Delete(Shop.Deployments, Shop.Key("mend-beijing"));
        await Cluster.UntilAsync(() => Cluster.Api.Get(Shop.Deployments, Shop.Key("mend-beijing"))?["metadata"]!["deletionTimestamp"] is null
            && Cluster.Api.Get(Shop.Deployments, Shop.Key("mend-beijing")) is not null, "what was deleted");
    }

    [Fact]
    public async Task Paused_NothingIsWritten_AndResumedItGoesOn()
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App("pause", [Shop.Deployment("pause")], Shop.Target("hangzhou", 1), Shop.Target("beijing", 1)));
        await Cluster.AvailableAsync("pause");
        Cluster.Writer.Reset();
        Cluster.EditApp(
            app =>
            {
                app["spec"]!["rolloutStrategy"] = new JsonObject { ["paused"] = true };
                Shop.Targets(app).RemoveAt(1);
                Shop.Manifests(app)[0]!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example/web:2.0";
            }, "pause");
        await Cluster.UntilAsync(() => Health("pause", "hangzhou") == "Waiting", "hangzhou that waits");
        await Cluster.QuietAsync();
        Assert.Empty(Cluster.Writer.OfChildren);
        Assert.NotNull(Cluster.Api.Get(Shop.Deployments, Shop.Key("pause-beijing")));

        Cluster.EditApp(app => app["spec"]!["rolloutStrategy"]!["paused"] = false, "pause");
        await Cluster.AvailableAsync("pause");
        Assert.Equal(["apply deployments shop/pause-hangzhou", "delete deployments shop/pause-beijing"], Cluster.Writer.OfChildren);
    }

    private static JsonObject InTurn(JsonObject app)
    {
        app["spec"]!["rolloutStrategy"] = new JsonObject { ["type"] = "GroupByGroup" };
        return app;
    }

    private string Health(string app, string target) => Cluster.TargetOf(app, target)?["health"]?.GetValue<string>() ?? "";

    private bool Runs(string group, string image)
    {
        var live = Cluster.Api.Get(Shop.Deployments, Shop.Key($"next-{group}"))!;
        return live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>().EndsWith(image, StringComparison.Ordinal)
            && live["status"]!["observedGeneration"]!.GetValue<long>() == live["metadata"]!["generation"]!.GetValue<long>()
            && live["status"]!["updatedReplicas"]?.GetValue<int>() == 1 && live["status"]!["availableReplicas"]?.GetValue<int>() == 1 && live["status"]!["replicas"]!.GetValue<int>() == 1;
    }
}
