using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;

/// <summary>A shop in three regions, as objects.</summary>
internal static class Shop
{
    public static readonly GroupVersionResource Deployments = new("apps", "v1", "deployments");
    public static readonly GroupVersionResource ConfigMaps = new("", "v1", "configmaps");
    public static readonly GroupVersionResource Services = new("", "v1", "services");
    public static readonly GroupVersionResource Namespaces = new("", "v1", "namespaces");
    public static readonly GroupVersionResource NodeGroups = new("apps.kubeedge.io", "v1alpha1", "nodegroups");
    public static readonly string[] Nodes = ["hz-1", "bj-1", "sh-1", "nb-1"];

    public static ObjectKey Key(string name) => new(AppCluster.Ns, name);

    public static JsonObject Group(string name, params string[] nodes) => new()
    {
        ["apiVersion"] = "apps.kubeedge.io/v1alpha1",
        ["kind"] = "NodeGroup",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["nodes"] = new JsonArray([.. nodes.Select(node => (JsonNode)node)]) },
    };

    public static JsonObject Deployment(string name = "web", string image = "registry.example/web:1.0") => JsonNode.Parse($$"""
        {
          "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "{{name}}" },
          "spec": {
            "selector": { "matchLabels": { "app": "{{name}}" } },
            "template": {
              "metadata": { "labels": { "app": "{{name}}" } },
              "spec": { "containers": [ {
                "name": "web", "image": "{{image}}", "ports": [ { "containerPort": 8080 } ],
                "resources": { "requests": { "cpu": 0.05, "memory": "64Mi" }, "limits": { "cpu": "1000m" } }
              } ] }
            }
          }
        }
        """)!.AsObject();

    public static JsonObject ConfigMap(string name = "web", string value = "cny") => JsonNode.Parse($$"""
        { "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "{{name}}" }, "data": { "currency": "{{value}}" } }
        """)!.AsObject();

    public static JsonObject Service(string name = "web") => JsonNode.Parse($$"""
        { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "{{name}}" }, "spec": { "selector": { "app": "{{name}}" }, "ports": [ { "port": 80, "targetPort": 8080 } ] } }
        """)!.AsObject();

    /// <summary>A target with these replicas, and its own registry.</summary>
    public static JsonObject Target(string group, int replicas) => JsonNode.Parse($$"""
        { "name": "{{group}}", "overriders": {
          "replicas": {{replicas}},
          "imageOverriders": [ { "component": "Registry", "operator": "replace", "value": "{{group}}.registry.example" } ] } }
        """)!.AsObject();

    /// <summary>A target where nothing differs.</summary>
    public static JsonObject Plain(string group) => new() { ["name"] = group };

    public static JsonObject App(string name, IEnumerable<JsonObject> manifests, params IEnumerable<JsonObject> targets) => new()
    {
        ["apiVersion"] = "apps.kubeedge.io/v1alpha1",
        ["kind"] = "EdgeApplication",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = AppCluster.Ns },
        ["spec"] = new JsonObject
        {
            ["workloadTemplate"] = new JsonObject { ["manifests"] = new JsonArray([.. manifests]) },
            ["workloadScope"] = new JsonObject { ["targetNodeGroups"] = new JsonArray([.. targets]) },
        },
    };

    /// <summary>Three regions with 2, 3 and 1 replicas, a Service and a ConfigMap.</summary>
    public static JsonObject ThreeRegions() => App(
        "web", [Deployment(), Service(), ConfigMap()], Target("hangzhou", 2), Target("beijing", 3), Target("shanghai", 1));

    public static async Task<AppCluster> OpenAsync(bool real = false)
    {
        var cluster = real ? await AppCluster.StartRealAsync(Nodes) : await AppCluster.StartAsync(Nodes);
        cluster.Put(NodeGroups, Group("hangzhou", "hz-1"));
        cluster.Put(NodeGroups, Group("beijing", "bj-1"));
        cluster.Put(NodeGroups, Group("shanghai", "sh-1"));
        cluster.Put(NodeGroups, Group("ningbo", "nb-1"));
        return cluster;
    }

    public static JsonArray Manifests(JsonObject app) => app["spec"]!["workloadTemplate"]!["manifests"]!.AsArray();

    public static JsonArray Targets(JsonObject app) => app["spec"]!["workloadScope"]!["targetNodeGroups"]!.AsArray();
}
