using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>What KubeEdge's EdgeApplication gets wrong between its manifests and the cluster, one test a bug. What it renders wrongly is with the renderer.</summary>
public sealed class KubeEdgeBugTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private AppCluster Cluster => shop.Cluster;

    [Fact]
    public async Task Manifests_InsertedAndReordered_DeleteNoLiveObject()
    {
        await MakeAsync("order", Shop.Deployment("order"), Shop.ConfigMap("order"));
        var before = (Uid(Shop.Deployments, "order-hangzhou"), Uid(Shop.ConfigMaps, "order"));
        Cluster.EditApp(
            app =>
            {
                var manifests = Shop.Manifests(app);
                var first = manifests[0]!.DeepClone();
                manifests.RemoveAt(0);
                manifests.Insert(0, Shop.ConfigMap("order-new"));
                manifests.Add(first);
            }, "order");
        await Cluster.AvailableAsync("order");
        Assert.Equal(["apply configmaps shop/order-new"], Cluster.Writer.OfChildren);
        Assert.Equal(before, (Uid(Shop.Deployments, "order-hangzhou"), Uid(Shop.ConfigMaps, "order")));
    }

    [Fact]
    public async Task TwoLabelsAndReplacedEnv_MakeNoSpuriousRollouts()
    {
        var app = Shop.App("calm", [Shop.Deployment("calm")]);
        app["spec"]!["workloadScope"] = JsonNode.Parse("""
            { "targetNodeLabels": [ { "labelSelector": { "matchLabels": { "b": "2", "a": "1" } }, "overriders": { "envOverriders": [
              { "containerName": "web", "operator": "replace", "value": [ { "name": "Z", "value": "1" }, { "name": "A", "value": "2" }, { "name": "M", "value": "3" } ] } ] } } ] }
            """);
        Cluster.Put(EdgeApplication.Collection, app);
        await Cluster.UntilAsync(() => AppCluster.IsTrue(Cluster.App("calm"), "Applied") || Cluster.App("calm")?["status"]?["targets"]?.AsArray().Count == 1, "the target");
        await Cluster.QuietAsync();
        Assert.Single(Cluster.Writer.OfChildren, write => write.StartsWith("apply deployments shop/calm-ls-", StringComparison.Ordinal));
        for (var restart = 0; restart < 3; restart++)
        {
            await Cluster.StopControllersAsync();
            await Cluster.StartControllersAsync();
            await Cluster.UntilAsync(() => Cluster.Writer.QuietFor > TimeSpan.FromSeconds(1.5), "quiet after a restart");
            Assert.Empty(Cluster.Writer.OfChildren);
        }
    }

    [Fact]
    public async Task StatusEntries_DoNotDuplicate_AndFollowTheManifests()
    {
        await MakeAsync("entries", Shop.Deployment("entries"), Shop.ConfigMap("entries"), Shop.Service("entries"));
        Assert.Equal(["deployments entries-hangzhou", "configmaps entries", "services entries"], Entries("entries"));
        Cluster.EditApp(app => Shop.Manifests(app).RemoveAt(1), "entries");
        await Cluster.AvailableAsync("entries");
        Cluster.EditApp(app => app["metadata"]!["labels"] = new JsonObject { ["a"] = "b" }, "entries");
        await Cluster.QuietAsync();
        Assert.Equal(["deployments entries-hangzhou", "services entries"], Entries("entries"));
    }

    [Fact]
    public async Task Available_5061_IsSaidOfTheNewVersionOnly()
    {
        await MakeAsync("soon", Shop.Deployment("soon"));
        var early = false;
        Cluster.EditApp(app => Shop.Manifests(app)[0]!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example/web:2.0", "soon");
        await Cluster.UntilAsync(
            () =>
            {
                var status = Cluster.App("soon")!["status"]!;
                var live = Cluster.Api.Get(Shop.Deployments, Shop.Key("soon-hangzhou"))!;
                var rolled = live["status"]!["observedGeneration"]!.GetValue<long>() == live["metadata"]!["generation"]!.GetValue<long>() && live["status"]!["updatedReplicas"]?.GetValue<int>() == 1;
                var isNew = status["observedGeneration"]!.GetValue<long>() == 2;
                early |= isNew && AppCluster.IsTrue(Cluster.App("soon"), "Available") && !rolled && live["metadata"]!["generation"]!.GetValue<long>() > 1;
                return AppCluster.IsTrue(Cluster.App("soon"), "Available");
            }, "the new version");
        Assert.False(early);
        Assert.Equal("hangzhou.registry.example/web:2.0", Cluster.TargetOf("soon", "hangzhou")!["images"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Namespaces_AreDefaulted_AndStatefulSetsArePlaced_7281()
    {
        var set = Shop.Deployment("stateful");
        set["kind"] = "StatefulSet";
        set["spec"]!["serviceName"] = "stateful";
        await MakeAsync("stateful", set);
        var live = Cluster.Api.Get(new("apps", "v1", "statefulsets"), Shop.Key("stateful-hangzhou"))!;
        Assert.Equal("hangzhou", live["spec"]!["template"]!["spec"]!["nodeSelector"]!["apps.kubeedge.io/belonging-to"]!.GetValue<string>());
    }

    private async Task MakeAsync(string name, params JsonObject[] manifests)
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App(name, manifests, Shop.Target("hangzhou", 1)));
        await Cluster.AvailableAsync(name);
        Cluster.Writer.Reset();
    }

    private string Uid(Proto.ApiMachinery.Resources.GroupVersionResource resource, string name) => Cluster.Api.Get(resource, Shop.Key(name))!["metadata"]!["uid"]!.GetValue<string>();

    private IEnumerable<string> Entries(string app) => Cluster.App(app)!["status"]!["workloadStatus"]!.AsArray()
        .Select(entry => $"{entry!["identifier"]!["resource"]!.GetValue<string>()} {entry["identifier"]!["name"]!.GetValue<string>()}");
}
