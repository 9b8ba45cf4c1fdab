using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>What goes, what goes along, and what has to stay.</summary>
public sealed class RemovalTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private static readonly GroupVersionResource PriorityClasses = new("scheduling.k8s.io", "v1", "priorityclasses");
    private static readonly ObjectKey Elsewhere = new("default", "elsewhere");
    private static readonly ObjectKey Urgent = new("", "urgent");

    private AppCluster Cluster => shop.Cluster;

    [Fact]
    public async Task Application_Deleted_TakesObjectsOfTheClusterAndOfOtherNamespacesAlong()
    {
        var elsewhere = Shop.ConfigMap("elsewhere");
        elsewhere["metadata"]!["namespace"] = "default";
        var urgent = JsonNode.Parse("""{ "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": { "name": "urgent" }, "value": 1000 }""")!.AsObject();
        Cluster.Put(EdgeApplication.Collection, Shop.App("whole", [elsewhere, urgent, Shop.ConfigMap("whole"), Shop.Deployment("whole")], Shop.Target("hangzhou", 1)));
        await Cluster.AvailableAsync("whole");
        Assert.NotNull(Cluster.Api.Get(Shop.ConfigMaps, Elsewhere));
        Assert.Null(Cluster.Api.Get(Shop.ConfigMaps, Elsewhere)!["metadata"]!["ownerReferences"]);
        Assert.NotNull(Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("whole"))!["metadata"]!["ownerReferences"]);

        Cluster.Api.Delete(EdgeApplication.Collection, Shop.Key("whole"));
        await Cluster.UntilAsync(
            () => Cluster.App("whole") is null && Cluster.Api.Get(Shop.ConfigMaps, Elsewhere) is null && Cluster.Api.Get(PriorityClasses, Urgent) is null
                && Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("whole")) is null && Cluster.Api.Get(Shop.Deployments, Shop.Key("whole-hangzhou")) is null,
            "nothing left");
    }

    [Fact]
    public async Task BadOverride_StopsThatTargetAlone_AndItsVersionRunsOn()
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App("bad", [Shop.Deployment("bad")], Shop.Target("hangzhou", 1), Shop.Target("beijing", 1)));
        await Cluster.AvailableAsync("bad");
        Cluster.Writer.Reset();
        Cluster.EditApp(
            app =>
            {
                Shop.Targets(app)[0]!["overriders"]!["envOverriders"] = JsonNode.Parse("""[ { "containerName": "nobody", "operator": "add", "value": [ { "name": "A", "value": "b" } ] } ]""");
                Shop.Manifests(app)[0]!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example/web:2.0";
            }, "bad");
        await Cluster.UntilAsync(() => Cluster.ErrorOf("bad", "hangzhou").Contains("targetNodeGroups[0].overriders.envOverriders[0]", StringComparison.Ordinal), "the fault");
        await Cluster.UntilAsync(() => Cluster.TargetOf("bad", "beijing")!["health"]!.GetValue<string>() == "Available", "beijing");
        await Cluster.QuietAsync();
        Assert.Equal(["apply deployments shop/bad-beijing"], Cluster.Writer.OfChildren);
        var hangzhou = Cluster.TargetOf("bad", "hangzhou")!;
        Assert.Equal(("Degraded", 1), (hangzhou["health"]!.GetValue<string>(), hangzhou["available"]!.GetValue<int>()));
        Assert.Equal("hangzhou.registry.example/web:1.0", hangzhou["images"]![0]!.GetValue<string>());
        Assert.False(AppCluster.IsTrue(Cluster.App("bad"), "Available"));
    }

    [Fact]
    public async Task Manifest_ThatCannotBeRead_PrunesNothing()
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App("unread", [Shop.ConfigMap("unread"), Shop.ConfigMap("second")], Shop.Plain("hangzhou")));
        await Cluster.AvailableAsync("unread");
        Cluster.Writer.Reset();
        Cluster.EditApp(
            app =>
            {
                Shop.Manifests(app).RemoveAt(1);
                Shop.Manifests(app)[0]!["metadata"] = new JsonObject();
            }, "unread");
        await Cluster.UntilAsync(
            () => Cluster.App("unread")!["status"]!["conditions"]!.AsArray().Any(condition => condition!["message"]!.GetValue<string>().Contains("manifests[0]", StringComparison.Ordinal)), "the fault");
        await Cluster.QuietAsync();
        Assert.Empty(Cluster.Writer.OfChildren);
        Assert.NotNull(Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("second")));
    }

    [Fact]
    public async Task Manifest_RemovedWhileNobodyRan_IsPrunedAfterTheStart()
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App("absent", [Shop.ConfigMap("absent"), Shop.Service("absent")], Shop.Plain("hangzhou")));
        await Cluster.AvailableAsync("absent");
        await Cluster.StopControllersAsync();
        // Neither the annotation nor the manifest is there to tell of the kind any more: the status still is.
        Cluster.EditApp(
            app =>
            {
                Shop.Manifests(app).RemoveAt(1);
                app["metadata"]!.AsObject().Remove("annotations");
            }, "absent");
        await Cluster.StartControllersAsync();
        await Cluster.UntilAsync(() => Cluster.Api.Get(Shop.Services, Shop.Key("absent")) is null, "the service gone");
        await Cluster.AvailableAsync("absent");
        Assert.NotNull(Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("absent")));
    }
}
