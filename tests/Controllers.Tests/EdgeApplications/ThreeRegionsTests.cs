using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>One application in three regions, from its first day on: each step writes what a person expects, and nothing more.</summary>
public sealed class ThreeRegionsTests
{
    [Fact]
    public Task Steps_OnASandbox_WriteWhatTheyNeedAndNothingMore() => StepsAsync(real: false);

    [Fact]
    public async Task Steps_OnARealApiServer_WriteWhatTheyNeedAndNothingMore()
    {
        Assert.SkipWhen(RealControlPlane.Missing is not null, RealControlPlane.Missing ?? "");
        await StepsAsync(real: true);
    }

    private static async Task StepsAsync(bool real)
    {
        await using var cluster = await Shop.OpenAsync(real);

        cluster.Put(EdgeApplication.Collection, Shop.ThreeRegions());
        await cluster.AvailableAsync();
        Assert.Equal(
            ["apply configmaps shop/web", "apply deployments shop/web-beijing", "apply deployments shop/web-hangzhou", "apply deployments shop/web-shanghai", "apply services shop/web"],
            cluster.Writer.OfChildren);
        Assert.Equal("merge edgeapplications shop/web", Assert.Single(cluster.Writer.Writes, write => write == "merge edgeapplications shop/web"));
        AssertStatus(cluster.App()!["status"]!);

        await StepAsync(cluster, "a label that concerns nobody", app => app["metadata"]!["labels"] = new JsonObject { ["team"] = "tills" });
        await StepAsync(cluster, "manifests in another order", app =>
        {
            var manifests = Shop.Manifests(app);
            var last = manifests[^1]!.DeepClone();
            manifests.RemoveAt(manifests.Count - 1);
            manifests.Insert(0, last);
        });
        await StepAsync(cluster, "targets in another order", app =>
        {
            var targets = Shop.Targets(app);
            var first = targets[0]!.DeepClone();
            targets.RemoveAt(0);
            targets.Add(first);
        });
        await StepAsync(cluster, "one target's replicas", app => Target(app, "beijing")["overriders"]!["replicas"] = 2, "apply deployments shop/web-beijing");
        await StepAsync(
            cluster, "one target's image", app => Target(app, "shanghai")["overriders"]!["imageOverriders"]![0]!["value"] = "other.registry.example", "apply deployments shop/web-shanghai");
        Assert.Equal("other.registry.example/web:1.0", cluster.Api.Get(Shop.Deployments, Shop.Key("web-shanghai"))!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
        await StepAsync(cluster, "a target less", app => Shop.Targets(app).Remove(Target(app, "beijing")), "delete deployments shop/web-beijing");
        await StepAsync(cluster, "a target more", app => Shop.Targets(app).Add(Shop.Target("ningbo", 1)), "apply deployments shop/web-ningbo");
        await StepAsync(cluster, "a manifest more", app => Shop.Manifests(app).Insert(0, Shop.ConfigMap("more")), "apply configmaps shop/more");
        await StepAsync(cluster, "a manifest renamed", app => Manifest(app, "ConfigMap", "more")["metadata"]!["name"] = "other", "apply configmaps shop/other", "delete configmaps shop/more");
        await StepAsync(cluster, "a manifest less", app => Shop.Manifests(app).Remove(Manifest(app, "ConfigMap", "other")), "delete configmaps shop/other");
        await StepAsync(
            cluster, "a manifest that differs per group", app => Manifest(app, "ConfigMap", "web")["data"]!["region"] = "{{nodegroup}}",
            "apply configmaps shop/web-hangzhou", "apply configmaps shop/web-ningbo", "apply configmaps shop/web-shanghai", "delete configmaps shop/web");
        await StepAsync(
            cluster, "the template's image", app => Manifest(app, "Deployment", "web")["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example/web:2.0",
            "apply deployments shop/web-hangzhou", "apply deployments shop/web-ningbo", "apply deployments shop/web-shanghai");

        await cluster.StopControllersAsync();
        await cluster.StartControllersAsync();
        await cluster.UntilAsync(() => cluster.Writer.QuietFor > TimeSpan.FromSeconds(3), "three quiet seconds after a restart");
        Assert.Empty(cluster.Writer.Writes);
    }

    private static async Task StepAsync(AppCluster cluster, string what, Action<JsonObject> change, params string[] writes)
    {
        cluster.Writer.Reset();
        cluster.EditApp(change);
        await cluster.AvailableAsync();
        Assert.True(writes.Order(StringComparer.Ordinal).SequenceEqual(cluster.Writer.OfChildren), $"{what}: {string.Join(", ", cluster.Writer.Writes)}");
    }

    private static void AssertStatus(JsonNode status)
    {
        Assert.Equal(3, status["groups"]!.GetValue<int>());
        Assert.Equal("6/6", status["ready"]!.GetValue<string>());
        Assert.Equal("3/3", status["available"]!.GetValue<string>());
        Assert.Equal(["hangzhou", "beijing", "shanghai"], status["targets"]!.AsArray().Select(target => target!["name"]!.GetValue<string>()));
        var beijing = status["targets"]![1]!;
        Assert.Equal((3, 3, 3, 3), (beijing["desired"]!.GetValue<int>(), beijing["updated"]!.GetValue<int>(), beijing["ready"]!.GetValue<int>(), beijing["available"]!.GetValue<int>()));
        Assert.Equal("Available", beijing["health"]!.GetValue<string>());
        Assert.Equal("beijing.registry.example/web:1.0", Assert.Single(beijing["images"]!.AsArray())!.GetValue<string>());
        Assert.Equal(5, status["workloadStatus"]!.AsArray().Count);
        Assert.All(status["workloadStatus"]!.AsArray(), entry => Assert.Equal("Available", entry!["conditions"]!.GetValue<string>()));
    }

    private static JsonObject Target(JsonObject app, string group) => Shop.Targets(app).Single(target => target!["name"]!.GetValue<string>() == group)!.AsObject();

    private static JsonObject Manifest(JsonObject app, string kind, string name) => Shop.Manifests(app)
        .Single(manifest => manifest!["kind"]!.GetValue<string>() == kind && manifest["metadata"]!["name"]!.GetValue<string>() == name)!.AsObject();
}
