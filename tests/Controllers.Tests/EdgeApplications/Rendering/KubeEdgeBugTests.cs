using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Rendering;

/// <summary>What users of KubeEdge report about its rendering; the number is KubeEdge's issue.</summary>
public sealed class KubeEdgeBugTests
{
    [Theory]
    [InlineData("apps/v1", "DaemonSet")]
    [InlineData("apps/v1", "StatefulSet")]
    [InlineData("apps/v1", "ReplicaSet")]
    [InlineData("batch/v1", "Job")]
    public void Issue4387And7281_OtherKindsThanDeployment_ArePlacedPerGroup(string apiVersion, string kind)
    {
        var made = Render(Workload(kind: kind, apiVersion: apiVersion), "targetNodeGroups: [{name: hangzhou}]");
        Assert.Equal("web-hangzhou", made.Name);
        Assert.Equal("hangzhou", (string?)made.Body["spec"]!["template"]!["spec"]!["nodeSelector"]!["apps.kubeedge.io/belonging-to"]);
    }

    [Fact]
    public void Issue7197_TheTemplatesOwnNodeSelector_IsKept()
    {
        var made = Render(Workload(pod: "nodeSelector: {disk: ssd}"), "targetNodeGroups: [{name: hangzhou}]");
        Assert.Equal("""{"apps.kubeedge.io/belonging-to":"hangzhou","disk":"ssd"}""", PodSpec(made)["nodeSelector"]!.ToJsonString());
    }

    [Fact]
    public void TwoLabels_InAnyOrder_GiveOneNameAndOnePlace()
    {
        string[] selectors = ["{a: '1', b: '2'}", "{b: '2', a: '1'}"];
        var made = selectors.Select(labels => Render(Workload(), $"targetNodeLabels: [{{labelSelector: {{matchLabels: {labels}}}}}]")).ToList();
        Assert.Equal("web-ls-85337816", made[0].Name);
        Assert.Equal(made[0].Body.ToJsonString(), made[1].Body.ToJsonString());
    }

    [Fact]
    public void MatchExpressionsAlone_PlaceTheWorkload()
    {
        var made = Render(Workload(), "targetNodeLabels: [{labelSelector: {matchExpressions: [{key: gpu, operator: Exists}]}}]");
        Assert.StartsWith("web-ls-", made.Name, StringComparison.Ordinal);
        Assert.Equal(
            """[{"matchExpressions":[{"key":"gpu","operator":"Exists"}]}]""",
            PodSpec(made)["affinity"]!["nodeAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"]!["nodeSelectorTerms"]!.ToJsonString());
    }

    [Fact]
    public void EnvReplace_KeepsTheOrder()
    {
        var env = string.Join(", ", Enumerable.Range(0, 20).Select(i => $"{{name: V{i}, value: x}}"));
        var made = Render(
            Workload(container: $"env: [{env}]"),
            "targetNodeGroups: [{name: hangzhou, overriders: {envOverriders: [{containerName: web, operator: replace, value: [{name: V7, value: y}, {name: NEW, value: z}]}]}}]");
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"V{i}").Append("NEW"), PodSpec(made)["containers"]![0]!["env"]!.AsArray().Select(variable => (string)variable!["name"]!));
    }

    [Fact]
    public void ImageWithTagAndDigest_KeepsTheDigest()
    {
        var made = Render(
            Workload(image: "foo.fir.io/bar:1.0@sha256:50d858e0985ecc7f60418aaf0cc5ab587f42c2570a884095a9e8ccacd0f6545c"),
            "targetNodeGroups: [{name: hangzhou, overriders: {imageOverriders: [{component: Registry, operator: replace, value: mirror.example}]}}]");
        Assert.Equal("mirror.example/bar:1.0@sha256:50d858e0985ecc7f60418aaf0cc5ab587f42c2570a884095a9e8ccacd0f6545c", (string?)PodSpec(made)["containers"]![0]!["image"]);
    }

    [Fact]
    public void ResourceWithASlash_IsSet()
    {
        var made = Render(Workload(), "targetNodeGroups: [{name: hangzhou, overriders: {resourcesOverriders: [{containerName: web, value: {limits: {nvidia.com/gpu: '1'}}}]}}]");
        Assert.Equal("""{"limits":{"nvidia.com/gpu":"1"}}""", PodSpec(made)["containers"]![0]!["resources"]!.ToJsonString());
    }

    [Fact]
    public void OverriderThatFitsNothing_IsAFaultWithItsPlace()
    {
        var rendering = RenderAll(Workload(), "targetNodeGroups: [{name: hangzhou, overriders: {argsOverriders: [{containerName: wbe, operator: add, value: [x]}]}}]");
        var fault = Assert.Single(Assert.Single(rendering.Targets).Faults);
        Assert.Equal("spec.workloadScope.targetNodeGroups[0].overriders.argsOverriders[0]", fault.Place);
        Assert.Contains("'wbe'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ManifestWithoutNamespace_GetsThatOfTheApplication() =>
        Assert.Equal("shop", Render(Workload(), "targetNodeGroups: [{name: hangzhou}]").Namespace);

    [Fact]
    public void ManifestInsertedInFront_ChangesNoOtherObject()
    {
        var before = RenderAll(Workload(), "targetNodeGroups: [{name: hangzhou}]");
        var after = RenderAll(Workload("other") + Workload(), "targetNodeGroups: [{name: hangzhou}]");
        Assert.Equal(before.Targets[0].Objects[0].Body.ToJsonString(), after.Targets[0].Objects[1].Body.ToJsonString());
    }

    private static string Workload(string name = "web", string kind = "Deployment", string apiVersion = "apps/v1", string image = "registry.example/web:1.0", string container = "", string pod = "") =>
        $"- {{apiVersion: {apiVersion}, kind: {kind}, metadata: {{name: {name}}}, spec: {{template: {{spec: {{containers: [{{name: web, image: '{image}', {container}}}], {pod}}}}}}}}}\n";

    private static JsonObject PodSpec(RenderedObject made) => made.Body["spec"]!["template"]!["spec"]!.AsObject();

    private static RenderedObject Render(string manifests, string scope)
    {
        var rendering = RenderAll(manifests, scope);
        Assert.True(rendering.IsSound);
        return Assert.Single(Assert.Single(rendering.Targets).Objects);
    }

    private static Cloud.Controllers.EdgeApplications.Rendering.Rendering RenderAll(string manifests, string scope)
    {
        var app = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "app", ["namespace"] = "shop" },
            ["spec"] = new JsonObject
            {
                ["workloadTemplate"] = new JsonObject { ["manifests"] = YamlReader.ReadOne(manifests) },
                ["workloadScope"] = YamlReader.ReadOne(scope),
            },
        };
        return Renderer.Render(EdgeApplication.Parse(GoldenCase.Raw(app)), []);
    }
}
