using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Network;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Bootstrap;

/// <summary>What a cluster has from its birth, besides roles.</summary>
internal static class DefaultObjects
{
    /// <summary>The namespaces.</summary>
    public static IEnumerable<JsonObject> Namespaces() => new[] { "default", "kube-system", "kube-public", "kube-node-lease" }.Select(name => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = name },
    });

    /// <summary>The priorities of what must run.</summary>
    public static IEnumerable<JsonObject> PriorityClasses() => new[] { ("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000) }
        .Select(entry => new JsonObject
        {
            ["apiVersion"] = "scheduling.k8s.io/v1",
            ["kind"] = "PriorityClass",
            ["metadata"] = new JsonObject { ["name"] = entry.Item1 },
            ["value"] = entry.Item2,
        });

    /// <summary>The service by which pods find the API.</summary>
    public static JsonObject KubernetesService(int port) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = Labelled("kubernetes", new() { ["component"] = "apiserver", ["provider"] = "kubernetes" }),
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = ServiceNumbers.KubernetesAddress,
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["protocol"] = "TCP", ["targetPort"] = port }),
        },
    };

    /// <summary>Where that service leads.</summary>
    public static JsonObject KubernetesEndpoints(string address, int port) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Endpoints",
        ["metadata"] = Labelled("kubernetes", new() { ["endpointslice.kubernetes.io/skip-mirror"] = "true" }),
        ["subsets"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["ip"] = address }),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = port, ["protocol"] = "TCP" }),
        }),
    };

    /// <summary>The same, in the newer form.</summary>
    public static JsonObject KubernetesSlice(string address, int port) => new()
    {
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["kind"] = "EndpointSlice",
        ["metadata"] = Labelled("kubernetes", new() { ["kubernetes.io/service-name"] = "kubernetes" }),
        ["addressType"] = "IPv4",
        ["endpoints"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(address),
            ["conditions"] = new JsonObject { ["ready"] = true },
        }),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = port, ["protocol"] = "TCP" }),
    };

    private static JsonObject Labelled(string name, JsonObject labels) => new() { ["name"] = name, ["namespace"] = "default", ["labels"] = labels };
}
