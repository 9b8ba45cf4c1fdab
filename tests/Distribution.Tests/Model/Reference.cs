using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Model;

/// <summary>What a node should hold, as a plain function of the cluster: no indexes, no events, no cleverness. Revisions of derived objects are left out.</summary>
internal sealed class Reference(FakeCluster cluster)
{
    private static readonly string[] Everyone = ["v1/services", "v1/namespaces"];

    public SortedDictionary<string, string> ShareOf(string node, IReadOnlySet<GroupVersionResource> wanted)
    {
        var share = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var collection in Everyone) Add(share, collection, _ => true);
        Add(share, "v1/nodes", own => own.Key.Name == node);
        var group = GroupOf(node);
        Add(share, "apps.kubeedge.io/v1alpha1/nodegroups", own => own.Key.Name == group);
        var pods = Objects("v1/pods").Where(pod => (string?)Json(pod)["spec"]!["nodeName"] == node).ToList();
        Add(share, "v1/pods", pod => pods.Contains(pod));
        var secrets = pods.SelectMany(pod => Json(pod)["spec"]!["volumes"]!.AsArray()).Select(volume => (string)volume!["secret"]!["secretName"]!).ToHashSet();
        Add(share, "v1/secrets", secret => secrets.Contains(secret.Key.Name));
        Backends(share, "discovery.k8s.io/v1/endpointslices", group, slice => (string?)slice["metadata"]!["labels"]?["kubernetes.io/service-name"],
            slice => [(JsonObject)slice], "endpoints");
        Backends(share, "v1/endpoints", group, endpoints => (string)endpoints["metadata"]!["name"]!,
            endpoints => endpoints["subsets"]!.AsArray().Select(subset => (JsonObject)subset!), "addresses", "notReadyAddresses");
        foreach (var collection in wanted)
        {
            foreach (var key in share.Keys.Where(key => key.StartsWith(collection + " ", StringComparison.Ordinal)).ToList()) share.Remove(key);
            Add(share, collection.ToString(), _ => true);
        }
        return share;
    }

    public static string Normal(GroupVersionResource collection, string json)
    {
        var node = JsonNode.Parse(json)!;
        if (collection.Resource is "endpointslices" or "endpoints") node["metadata"]!["resourceVersion"] = "derived";
        return node.ToJsonString();
    }

    private void Backends(
        SortedDictionary<string, string> share, string collection, string group, Func<JsonNode, string?> serviceOf,
        Func<JsonNode, IEnumerable<JsonObject>> holders, params string[] lists)
    {
        foreach (var held in Objects(collection))
        {
            var json = Json(held);
            if (serviceOf(json) is { } name)
            {
                var service = Objects("v1/services").SingleOrDefault(service => service.Key == held.Key with { Name = name });
                if (service is null) continue;
                if (Json(service)["metadata"]!["annotations"] is not null)
                {
                    foreach (var holder in holders(json))
                    {
                        foreach (var list in lists)
                        {
                            holder[list] = new JsonArray([.. holder[list]!.AsArray()
                                .Where(backend => group.Length > 0 && backend!["nodeName"] is { } node && GroupOf((string)node!) == group).Select(backend => backend!.DeepClone())]);
                        }
                    }
                }
            }
            share.Add($"{collection} {held.Key}", Normal(GroupVersionResource.Parse(collection), json.ToJsonString()));
        }
    }

    private void Add(SortedDictionary<string, string> share, string collection, Func<RawObject, bool> seen)
    {
        foreach (var held in Objects(collection).Where(seen))
            share.Add($"{collection} {held.Key}", Normal(GroupVersionResource.Parse(collection), Encoding.UTF8.GetString(held.Json.Span)));
    }

    private string GroupOf(string node) =>
        Objects("v1/nodes").SingleOrDefault(own => own.Key.Name == node) is { } found && Json(found)["metadata"]!["labels"] is { } labels
            ? (string)labels["apps.kubeedge.io/belonging-to"]! : "";

    private IReadOnlyList<RawObject> Objects(string collection) => cluster.Informer(GroupVersionResource.Parse(collection)).Objects;

    private static JsonNode Json(RawObject held) => JsonNode.Parse(held.Json.Span)!;
}
