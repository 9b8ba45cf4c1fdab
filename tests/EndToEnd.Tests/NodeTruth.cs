using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>What a node must answer is a plain function of what the cluster answers.</summary>
internal static class NodeTruth
{
    private const string Slices = "/apis/discovery.k8s.io/v1/endpointslices";

    /// <summary>The objects that a list of <paramref name="path"/> on the node must hold, made from the cluster's.</summary>
    public static async Task<IEnumerable<JsonObject>> OfAsync(KubeApi cluster, string node, string path, CancellationToken cancellation)
    {
        var items = Items(await cluster.GetAsync(path, cancellation));
        if (!path.StartsWith(Slices, StringComparison.Ordinal)) return items;
        var services = Items(await cluster.GetAsync("/api/v1/services", cancellation)).ToDictionary(KeyOf);
        var groups = Items(await cluster.GetAsync("/api/v1/nodes", cancellation)).ToDictionary(item => item["metadata"]!["name"]!.GetValue<string>(), GroupOf);
        // These daemons say no address at which pods reach them: the API server's own slice is held back.
        return items.Where(item => KeyOf(item) != "default/kubernetes").Select(slice => Filtered(slice, services, groups, groups[node]));
    }

    /// <summary>The items of a list; an object by itself.</summary>
    public static IEnumerable<JsonObject> Items(JsonObject answer) => answer["items"] is JsonArray items ? items.Select(item => item!.AsObject()) : [answer];

    /// <summary>namespace/name.</summary>
    public static string KeyOf(JsonObject value) => $"{value["metadata"]!["namespace"]}/{value["metadata"]!["name"]}";

    /// <summary>Without what may differ: version and generation of a derived object, and what <see cref="Whole"/> leaves out.</summary>
    public static string Bare(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("resourceVersion");
        // Of a slice the generation goes up with endpoints that this node is not shown: it has the one that it was last sent with.
        if (copy.ContainsKey("addressType")) copy["metadata"]!.AsObject().Remove("generation");
        return Whole(copy);
    }

    /// <summary>With the version; without our CA behind the cluster's own, managedFields, and the kind that items of typed lists lack.</summary>
    public static string Whole(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        copy.Remove("kind");
        copy.Remove("apiVersion");
        copy["metadata"]!.AsObject().Remove("managedFields");
        // Ours stands behind the cluster's own; who read it before the node had ours sees it there at the same version (edge/MetaServer/README.md).
        if ((string?)copy["metadata"]!["name"] == "kube-root-ca.crt") copy["data"]!["ca.crt"] = FirstOf(copy["data"]!["ca.crt"]!.GetValue<string>());
        return Sorted(copy).ToJsonString();
    }

    private static JsonObject Filtered(JsonObject slice, Dictionary<string, JsonObject> services, Dictionary<string, string?> groups, string? group)
    {
        var service = slice["metadata"]!["labels"]?["kubernetes.io/service-name"]?.GetValue<string>();
        if (service is null || !services.TryGetValue($"{slice["metadata"]!["namespace"]}/{service}", out var found)) return slice;
        if (found["metadata"]!["annotations"]?["apps.kubeedge.io/service-topology"]?.GetValue<string>() != "range-nodegroup") return slice;
        if (slice["endpoints"] is not JsonArray endpoints) return slice;
        var copy = slice.DeepClone().AsObject();
        copy["endpoints"] = new JsonArray([.. endpoints
            .Where(endpoint => group is not null && endpoint!["nodeName"]?.GetValue<string>() is { } node && groups.GetValueOrDefault(node) == group)
            .Select(endpoint => endpoint!.DeepClone())]);
        return copy;
    }

    private static string FirstOf(string certificates) => certificates.Split("-----END CERTIFICATE-----")[0];

    private static string? GroupOf(JsonObject node) => node["metadata"]!["labels"]?["apps.kubeedge.io/belonging-to"]?.GetValue<string>();

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : (JsonNode?)Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };
}
