using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>What the API server refuses is told as it is: known of this generation, and not on its way.</summary>
public sealed class RefusalTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private static readonly KubernetesStatus Invalid = KubernetesStatus.Invalid("ConfigMap", "refused", [StatusCause.InvalidValue("metadata.name", "\"refused\"", "no good name")]);

    private AppCluster Cluster => shop.Cluster;

    public static TheoryData<string, KubernetesStatus> Refusals => new()
    {
        { "invalid", Invalid },
        { "forbidden", KubernetesStatus.Forbidden(Shop.ConfigMaps, "forbidden", "an admission says no") },
        { "homeless", KubernetesStatus.NotFound(Shop.Namespaces, "nowhere") },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task ObservedGeneration_ChildRefused_SpeaksOfTheRefusedGeneration(string name, KubernetesStatus answer)
    {
        Refuse($"apply configmaps shop/{name}", answer);
        Cluster.Put(EdgeApplication.Collection, Shop.App(name, [Shop.ConfigMap(name), Shop.Deployment(name)], Shop.Target("hangzhou", 1)));
        await Cluster.UntilAsync(() => IsSaid(name, 1, "Applied", "False"), "Applied=False of the first generation");

        Cluster.EditApp(app => Shop.Manifests(app)[0]!["data"]!["currency"] = "usd", name);
        await Cluster.UntilAsync(() => IsSaid(name, 2, "Applied", "False"), "Applied=False of the second generation");

        Cluster.Writer.Refuse = static _ => { };
        await Cluster.AvailableAsync(name);
    }

    [Fact]
    public async Task ObservedGeneration_ServerInTrouble_WaitsForAnAnswer()
    {
        Refuse("apply configmaps shop/trouble", KubernetesStatus.InternalError("failed calling webhook"));
        Cluster.Put(EdgeApplication.Collection, Shop.App("trouble", [Shop.ConfigMap("trouble")], Shop.Plain("hangzhou")));
        await Cluster.UntilAsync(() => Condition("trouble", "Applied")?["message"]!.GetValue<string>().Contains("failed calling webhook", StringComparison.Ordinal) == true, "the failure");
        Assert.Null(Cluster.App("trouble")!["status"]!["observedGeneration"]);

        Cluster.Writer.Refuse = static _ => { };
        await Cluster.AvailableAsync("trouble");
    }

    [Fact]
    public async Task ObservedGeneration_RolloutHeldUpByARefusal_SpeaksOfTheRefusedGeneration()
    {
        Refuse("apply deployments shop/held-hangzhou", Invalid);
        var app = Shop.App("held", [Shop.Deployment("held")], Shop.Target("hangzhou", 1), Shop.Target("beijing", 1));
        app["spec"]!["rolloutStrategy"] = new JsonObject { ["type"] = "GroupByGroup" };
        Cluster.Put(EdgeApplication.Collection, app);
        await Cluster.UntilAsync(() => IsSaid("held", 1, "Applied", "False"), "Applied=False");
        Assert.Equal("Waiting", Cluster.TargetOf("held", "beijing")!["health"]!.GetValue<string>());

        Cluster.Writer.Refuse = static _ => { };
        await Cluster.AvailableAsync("held");
    }

    [Theory]
    [InlineData("AllAtOnce")]
    [InlineData("GroupByGroup")]
    public async Task Progressing_SharedObjectRefused_IsFalse_AndSaysWhy(string rollout)
    {
        var name = $"shared-{rollout.ToLowerInvariant()}";
        Refuse($"apply configmaps shop/{name}", Invalid);
        var app = Shop.App(name, [Shop.ConfigMap(name), Shop.Deployment(name)], Shop.Target("hangzhou", 1));
        app["spec"]!["rolloutStrategy"] = new JsonObject { ["type"] = rollout };
        Cluster.Put(EdgeApplication.Collection, app);
        await Cluster.UntilAsync(() => IsSaid(name, 1, "Progressing", "False"), "Progressing=False");
        Assert.Equal($"configmaps shop/{name}: {Invalid.Message}", Condition(name, "Progressing")!["message"]!.GetValue<string>());

        Cluster.Writer.Refuse = static _ => { };
        await Cluster.AvailableAsync(name);
        Assert.Equal("Complete", Condition(name, "Progressing")!["reason"]!.GetValue<string>());
    }

    private void Refuse(string refused, KubernetesStatus answer) => Cluster.Writer.Refuse = write =>
    {
        if (write == refused)
            throw answer.ToException();
    };

    /// <summary>What <c>kubectl wait --for=condition=…</c> waits for.</summary>
    private bool IsSaid(string app, long generation, string type, string status) =>
        Cluster.App(app)?["status"]?["observedGeneration"]?.GetValue<long>() == generation
        && Condition(app, type) is { } condition && condition["observedGeneration"]?.GetValue<long>() == generation
        && condition["status"]!.GetValue<string>() == status;

    private JsonNode? Condition(string app, string type) =>
        Cluster.App(app)?["status"]?["conditions"]?.AsArray().FirstOrDefault(entry => entry!["type"]!.GetValue<string>() == type);
}
