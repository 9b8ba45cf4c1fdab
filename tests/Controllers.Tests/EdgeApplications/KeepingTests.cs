using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>What we state stays as we state it, and nothing else is touched.</summary>
public sealed class KeepingTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    private static readonly GroupVersionResource Autoscalers = new("autoscaling", "v2", "horizontalpodautoscalers");

    private AppCluster Cluster => shop.Cluster;

    [Fact]
    public async Task FieldsOfOurs_Changed_AreCorrected_AndThoseOfOthersStay()
    {
        await MakeAsync("drift", Shop.Deployment("drift"));
        var before = Generation("drift-hangzhou");
        Cluster.Edit(Shop.Deployments, Shop.Key("drift-hangzhou"), live =>
        {
            live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "somewhere/else:9";
            live["metadata"]!["annotations"]!["team"] = "theirs";
        });
        await Cluster.UntilAsync(() => Image("drift-hangzhou") == "hangzhou.registry.example/web:1.0", "the image that was stated");
        await Cluster.AvailableAsync("drift");
        Assert.Equal(["apply deployments shop/drift-hangzhou"], Cluster.Writer.OfChildren);
        Assert.Equal("theirs", Deployment("drift-hangzhou")["metadata"]!["annotations"]!["team"]!.GetValue<string>());
        Assert.Equal(before + 2, Generation("drift-hangzhou"));
    }

    [Fact]
    public async Task Child_Deleted_IsMadeAnew()
    {
        await MakeAsync("gone", Shop.Deployment("gone"));
        Cluster.Api.Delete(Shop.Deployments, Shop.Key("gone-hangzhou"));
        await Cluster.UntilAsync(() => Cluster.Writer.OfChildren.Count > 0, "a write");
        await Cluster.AvailableAsync("gone");
        Assert.Equal(["apply deployments shop/gone-hangzhou"], Cluster.Writer.OfChildren);
    }

    [Fact]
    public async Task Replicas_OfAHorizontalPodAutoscaler_AreLeftAlone_UntilItHasGone()
    {
        await MakeAsync("hpa", Shop.Deployment("hpa"));
        Cluster.Api.Create(Autoscalers, JsonNode.Parse("""
            { "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": { "name": "hpa", "namespace": "shop" },
              "spec": { "maxReplicas": 9, "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "hpa-hangzhou" } } }
            """)!.AsObject());
        await ScaleAsync("hpa-hangzhou", 4, "kube-controller-manager");
        await Cluster.UntilAsync(() => Cluster.App("hpa")!["status"]!["ready"]!.GetValue<string>() == "4/4", "four pods in the status");
        await Cluster.AvailableAsync("hpa");
        Assert.Empty(Cluster.Writer.OfChildren);

        // Another change is applied without it.
        Cluster.EditApp(app => Container(app)["image"] = "registry.example/web:2.0", "hpa");
        await Cluster.AvailableAsync("hpa");
        Assert.Equal(["apply deployments shop/hpa-hangzhou"], Cluster.Writer.OfChildren);
        Assert.Equal((4, "hangzhou.registry.example/web:2.0"), (Replicas("hpa-hangzhou"), Image("hpa-hangzhou")));

        Cluster.Api.Delete(Autoscalers, Shop.Key("hpa"));
        await Cluster.UntilAsync(() => Replicas("hpa-hangzhou") == 1, "the number that the application states");
    }

    [Fact]
    public async Task Replicas_OfAnotherAutoscaler_AreLeftAlone_AndThoseOfAPersonAreCorrected()
    {
        await MakeAsync("keda", Shop.Deployment("keda"));
        await ScaleAsync("keda-hangzhou", 3, "keda");
        await Cluster.AvailableAsync("keda");
        Assert.Empty(Cluster.Writer.OfChildren);
        Assert.Equal(3, Replicas("keda-hangzhou"));

        await MakeAsync("person", Shop.Deployment("person"));
        await ScaleAsync("person-hangzhou", 3, "kubectl");
        await Cluster.UntilAsync(() => Replicas("person-hangzhou") == 1, "the number that the application states");
    }

    [Fact]
    public async Task Object_ThatIsNotOurs_IsAFault_AndLeftAlone()
    {
        var theirs = Shop.ConfigMap("theirs", "eur");
        theirs["metadata"]!["namespace"] = AppCluster.Ns;
        Cluster.Put(Shop.ConfigMaps, theirs);
        Cluster.Put(EdgeApplication.Collection, Shop.App("own", [Shop.ConfigMap("theirs"), Shop.ConfigMap("ours")], Shop.Plain("hangzhou")));
        await Cluster.UntilAsync(() => Message("own", "Applied").Contains("configmaps shop/theirs exists already and was not made by an EdgeApplication", StringComparison.Ordinal), "the fault");
        await Cluster.UntilAsync(() => Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("ours")) is not null, "the other object");
        Assert.Equal("eur", Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("theirs"))!["data"]!["currency"]!.GetValue<string>());

        // Another application does not get it either.
        Cluster.Put(EdgeApplication.Collection, Shop.App("thief", [Shop.ConfigMap("ours", "usd")], Shop.Plain("hangzhou")));
        await Cluster.UntilAsync(() => Message("thief", "Applied").Contains("belongs to EdgeApplication shop/own", StringComparison.Ordinal), "the other fault");
        Assert.Equal("cny", Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("ours"))!["data"]!["currency"]!.GetValue<string>());

        Cluster.Api.Delete(Shop.ConfigMaps, Shop.Key("theirs"));
        await Cluster.AvailableAsync("own");
        Assert.Equal("cny", Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("theirs"))!["data"]!["currency"]!.GetValue<string>());
    }

    [Fact]
    public async Task Request_Refused_SaysWhichRightIsMissing_AndTheOthersAreMade()
    {
        Cluster.Writer.Refuse = write =>
        {
            if (write == "apply configmaps shop/secretive")
                throw KubernetesStatus.Forbidden(Shop.ConfigMaps, "secretive", "User \"edgemesh\" cannot patch it").ToException();
        };
        Cluster.Put(EdgeApplication.Collection, Shop.App("rights", [Shop.ConfigMap("secretive"), Shop.ConfigMap("open")], Shop.Plain("hangzhou")));
        await Cluster.UntilAsync(() => Message("rights", "Applied").Contains("grant get, list, watch, create, patch and delete on configmaps", StringComparison.Ordinal), "the right that is missing");
        Assert.NotNull(Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("open")));

        Cluster.Writer.Refuse = static _ => { };
        await Cluster.AvailableAsync("rights");
    }

    [Fact]
    public async Task Kind_ThatTheClusterServesLater_WakesTheApplication()
    {
        var till = JsonNode.Parse("""{ "apiVersion": "example.com/v1", "kind": "Till", "metadata": { "name": "till" }, "spec": { "drawer": 1 } }""")!.AsObject();
        Cluster.Put(EdgeApplication.Collection, Shop.App("late", [till, Shop.ConfigMap("late")], Shop.Plain("hangzhou")));
        await Cluster.UntilAsync(() => Message("late", "Applied").Contains("the cluster serves no kind Till of example.com/v1", StringComparison.Ordinal), "the fault");
        Assert.NotNull(Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("late")));

        Cluster.Api.Create(new("apiextensions.k8s.io", "v1", "customresourcedefinitions"), JsonNode.Parse("""
            { "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": { "name": "tills.example.com" },
              "spec": { "group": "example.com", "scope": "Namespaced", "names": { "kind": "Till", "listKind": "TillList", "plural": "tills", "singular": "till" },
                "versions": [ { "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object", "properties": {
                  "spec": { "type": "object", "properties": { "drawer": { "type": "integer" } } } } } } } ] } }
            """)!.AsObject());
        await Cluster.AvailableAsync("late");
        Assert.NotNull(Cluster.Api.Get(new("example.com", "v1", "tills"), Shop.Key("till")));
    }

    [Fact]
    public async Task Quarrel_IsReportedAndCarriedOnMoreSeldom()
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App("quarrel", [Shop.ConfigMap("quarrel")], Shop.Plain("hangzhou")));
        await Cluster.AvailableAsync("quarrel");
        Cluster.Writer.Reset();
        await Cluster.UntilAsync(
            () =>
            {
                if (Cluster.Api.Get(Shop.ConfigMaps, Shop.Key("quarrel"))!["data"]!["currency"]!.GetValue<string>() == "cny")
                    Cluster.Edit(Shop.ConfigMaps, Shop.Key("quarrel"), live => live["data"]!["currency"] = "usd");
                return Message("quarrel", "Applied").Contains("somebody keeps changing .data.currency of configmaps shop/quarrel", StringComparison.Ordinal);
            },
            "the report");
        Assert.Equal(3, Cluster.Writer.OfChildren.Count);
        Cluster.Api.Delete(EdgeApplication.Collection, Shop.Key("quarrel"));
        await Cluster.UntilAsync(() => Cluster.App("quarrel") is null, "peace");
    }

    [Fact]
    public async Task Secret_WithStringData_IsWrittenOnce()
    {
        var secret = JsonNode.Parse("""{ "apiVersion": "v1", "kind": "Secret", "metadata": { "name": "pin" }, "stringData": { "pin": "1234" } }""")!.AsObject();
        Cluster.Put(EdgeApplication.Collection, Shop.App("secret", [secret], Shop.Plain("hangzhou")));
        await Cluster.AvailableAsync("secret");
        await Cluster.StopControllersAsync();
        await Cluster.StartControllersAsync();
        await Cluster.UntilAsync(() => Cluster.Writer.QuietFor > TimeSpan.FromSeconds(2), "two quiet seconds after a restart");
        Assert.Empty(Cluster.Writer.Writes);
    }

    [Fact]
    public async Task Requests_ThatFailWithOtherWordsEachTime_AreRepeatedMoreAndMoreSeldom()
    {
        // The failure is reported, the report is a change, and a change is looked at: that must not be a circle.
        var count = 0;
        Cluster.Writer.Refuse = write =>
        {
            if (write.StartsWith("apply configmaps shop/webhook", StringComparison.Ordinal))
                throw KubernetesStatus.Forbidden(Shop.ConfigMaps, "webhook", $"denied, request {Interlocked.Increment(ref count)}").ToException();
        };
        Cluster.Writer.Reset();
        Cluster.Put(EdgeApplication.Collection, Shop.App("webhook", [Shop.ConfigMap("webhook-a"), Shop.ConfigMap("webhook-b"), Shop.ConfigMap("webhook-c")], Shop.Plain("hangzhou")));
        await Cluster.UntilAsync(() => Cluster.Writer.Writes.Count > 0 && Cluster.Writer.QuietFor > TimeSpan.FromSeconds(2), "two quiet seconds");
        // Three objects, at 0, 50, 100, 200 … ms: until two seconds are quiet that is eight attempts each or so.
        Assert.InRange(Cluster.Writer.OfChildren.Count, 3, 3 * 12);

        Cluster.Writer.Refuse = static _ => { };
        await Cluster.AvailableAsync("webhook");
    }

    [Fact]
    public async Task FieldThatIsFixed_Changed_SaysWhatToDo_WithoutTheWholeValue()
    {
        var value = $"{{\"Spec\":{{\"Containers\":[{{\"Name\":\"c}}\",\"Image\":\"{new string('x', 3000)}\\\"\"}}]}}}}";
        Cluster.Writer.Refuse = write =>
        {
            if (write == "apply configmaps shop/fixed")
                throw KubernetesStatus.Invalid("Job.batch", "fixed", [new("FieldValueInvalid", $"Invalid value: {value}: field is immutable", "spec.template")]).ToException();
        };
        Cluster.Put(EdgeApplication.Collection, Shop.App("fixed", [Shop.ConfigMap("fixed")], Shop.Plain("hangzhou")));
        await Cluster.UntilAsync(
            () => Message("fixed", "Applied").EndsWith(
                "spec.template: Invalid value: {…}: field is immutable: that is fixed when the object is made. "
                + "Give the manifest another name, or delete configmaps shop/fixed: it is made anew", StringComparison.Ordinal),
            "the reason, and what to do");
        Cluster.Writer.Refuse = static _ => { };
        await Cluster.AvailableAsync("fixed");
    }

    [Fact]
    public async Task Targets_None_AreNoSuccess()
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App("nowhere", [Shop.Deployment("nowhere")]));
        await Cluster.UntilAsync(() => Message("nowhere", "Available").StartsWith("there is no target", StringComparison.Ordinal), "the report");
        var available = Cluster.App("nowhere")!["status"]!["conditions"]!.AsArray().Single(entry => entry!["type"]!.GetValue<string>() == "Available")!;
        Assert.Equal(("False", "NoTargets"), (available["status"]!.GetValue<string>(), available["reason"]!.GetValue<string>()));
        Assert.Equal("every object is as it should be", Message("nowhere", "Applied"));
    }

    private async Task MakeAsync(string name, params JsonObject[] manifests)
    {
        Cluster.Put(EdgeApplication.Collection, Shop.App(name, manifests, Shop.Target("hangzhou", 1)));
        await Cluster.AvailableAsync(name);
        Cluster.Writer.Reset();
    }

    private async Task ScaleAsync(string name, int replicas, string manager)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"apis/apps/v1/namespaces/{AppCluster.Ns}/deployments/{name}/scale?fieldManager={manager}")
        {
            Content = new StringContent($$$"""{"spec":{"replicas":{{{replicas}}}}}""", Encoding.UTF8, new MediaTypeHeaderValue("application/merge-patch+json")),
        };
        using var response = await Cluster.Http.SendAsync(request, AppCluster.Token);
        response.EnsureSuccessStatusCode();
        await Cluster.UntilAsync(() => Deployment(name)["status"]?["availableReplicas"]?.GetValue<int>() is { } available && (available == replicas || Replicas(name) != replicas), "the pods");
    }

    private JsonObject Deployment(string name) => Cluster.Api.Get(Shop.Deployments, Shop.Key(name))!;

    private int Replicas(string name) => Deployment(name)["spec"]!["replicas"]!.GetValue<int>();

    private long Generation(string name) => Deployment(name)["metadata"]!["generation"]!.GetValue<long>();

    private string Image(string name) => Deployment(name)["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>();

    private static JsonNode Container(JsonObject app) => Shop.Manifests(app)[0]!["spec"]!["template"]!["spec"]!["containers"]![0]!;

    private string Message(string app, string condition) => Cluster.App(app)?["status"]?["conditions"]?.AsArray()
        .FirstOrDefault(entry => entry!["type"]!.GetValue<string>() == condition)?["message"]!.GetValue<string>() ?? "";
}
