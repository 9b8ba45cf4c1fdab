using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>A cluster as its informers tell it: one sequence of revisions, and objects that tests put and delete.</summary>
internal sealed class FakeCluster : IInformers
{
    private readonly Dictionary<GroupVersionResource, FakeInformer> _informers = [];
    private long _revision = 100;

    public FakeCluster(string uid = "11111111-2222-3333-4444-555555555555")
    {
        Put("v1/namespaces", "", "kube-system", uid: uid);
        Put("v1/namespaces", "", "shop");
    }

    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>Collections whose informers have not read the cluster yet.</summary>
    public HashSet<string> Unsynced { get; } = [];

    IRawInformer IInformers.For(GroupVersionResource resource) => Informer(resource);

    public FakeInformer Informer(GroupVersionResource resource)
    {
        lock (_informers)
        {
            if (!_informers.TryGetValue(resource, out var informer))
                _informers.Add(resource, informer = new FakeInformer(resource, Revision, Unsynced.Contains(resource.ToString())));
            return informer;
        }
    }

    public void Put(string collection, string ns, string name, Action<JsonObject>? shape = null, string? uid = null)
    {
        var resource = GroupVersionResource.Parse(collection);
        var revision = Interlocked.Increment(ref _revision);
        var metadata = new JsonObject { ["name"] = name };
        if (ns.Length > 0) metadata["namespace"] = ns;
        metadata["uid"] = uid ?? $"{collection}-{ns}-{name}";
        metadata["resourceVersion"] = $"{revision}";
        var json = new JsonObject { ["kind"] = Kind(resource.Resource), ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata };
        shape?.Invoke(json);
        Informer(resource).Upsert(new RawObject(Encoding.UTF8.GetBytes(json.ToJsonString()), new ObjectKey(ns, name), uid ?? $"{collection}-{ns}-{name}", revision));
    }

    public void Delete(string collection, string ns, string name) =>
        Informer(GroupVersionResource.Parse(collection)).Delete(new ObjectKey(ns, name), Interlocked.Increment(ref _revision));

    /// <summary>Time passes elsewhere: the collection has come so far without a change.</summary>
    public void Progress(string collection) => Informer(GroupVersionResource.Parse(collection)).Progress(Interlocked.Increment(ref _revision));

    public void Node(string name, string? group = null) => Put("v1/nodes", "", name, json =>
    {
        if (group is not null) json["metadata"]!["labels"] = new JsonObject { ["apps.kubeedge.io/belonging-to"] = group };
    });

    public void Pod(string name, string? node, string serviceAccount = "default", string[]? secrets = null, string[]? configMaps = null, bool mirror = false) => Put("v1/pods", "shop", name, json =>
    {
        json["spec"] = new JsonObject
        {
            ["serviceAccountName"] = serviceAccount,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["envFrom"] = new JsonArray([.. (configMaps ?? []).Select(map => new JsonObject { ["configMapRef"] = new JsonObject { ["name"] = map } })]),
            }),
            ["volumes"] = new JsonArray([.. (secrets ?? []).Select(secret => new JsonObject
            {
                ["name"] = secret,
                ["secret"] = new JsonObject { ["secretName"] = secret },
            })]),
        };
        if (node is not null) json["spec"]!["nodeName"] = node;
        if (mirror) json["metadata"]!["annotations"] = new JsonObject { ["kubernetes.io/config.mirror"] = "a" };
    });

    public void Secret(string name, string value = "") => Put("v1/secrets", "shop", name, json => json["data"] = new JsonObject { ["value"] = value });

    public void Service(string name, bool closed, string annotation = "apps.kubeedge.io/service-topology") =>
        Service(name, closed ? "range-nodegroup" : null, annotation);

    public void Service(string name, string? topology, string annotation = "apps.kubeedge.io/service-topology") => Put("v1/services", "shop", name, json =>
    {
        if (topology is not null) json["metadata"]!["annotations"] = new JsonObject { [annotation] = topology };
        json["spec"] = new JsonObject { ["clusterIP"] = "10.0.0.1" };
    });

    /// <summary>A slice of one address family with these endpoints; the ready condition of each as given, null for unset.</summary>
    public void SliceOf(string name, string service, string family, params (string? Node, bool? Ready)[] endpoints) => Put("discovery.k8s.io/v1/endpointslices", "shop", name, json =>
    {
        json["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = service };
        json["metadata"]!["generation"] = Revision;
        json["metadata"]!["annotations"] = new JsonObject { ["endpoints.kubernetes.io/last-change-trigger-time"] = $"{Revision}" };
        json["addressType"] = family;
        json["endpoints"] = new JsonArray([.. endpoints.Select((endpoint, i) => Backend(endpoint.Node, new JsonObject
        {
            ["addresses"] = new JsonArray(family == "IPv6" ? $"fd00::{i}" : $"10.1.0.{i}"),
            ["conditions"] = endpoint.Ready is { } ready ? new JsonObject { ["ready"] = ready, ["serving"] = true } : new JsonObject(),
        }))]);
        json["ports"] = new JsonArray(new JsonObject { ["port"] = 80 });
    });

    /// <summary>A slice with one endpoint a node; null for an endpoint that names none.</summary>
    public void Slice(string name, string? service, params string?[] nodes) => Put("discovery.k8s.io/v1/endpointslices", "shop", name, json =>
    {
        if (service is not null) json["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/service-name"] = service };
        json["addressType"] = "IPv4";
        json["endpoints"] = new JsonArray([.. nodes.Select((node, i) => Backend(node, new JsonObject { ["addresses"] = new JsonArray($"10.1.0.{i}") }))]);
        json["ports"] = new JsonArray(new JsonObject { ["port"] = 80 });
    });

    public void Endpoints(string name, string?[] ready, string?[] notReady) => Put("v1/endpoints", "shop", name, json => json["subsets"] = new JsonArray(new JsonObject
    {
        ["addresses"] = new JsonArray([.. ready.Select((node, i) => Backend(node, new JsonObject { ["ip"] = $"10.1.0.{i}" }))]),
        ["notReadyAddresses"] = new JsonArray([.. notReady.Select((node, i) => Backend(node, new JsonObject { ["ip"] = $"10.2.0.{i}" }))]),
    }));

    private static JsonObject Backend(string? node, JsonObject backend)
    {
        if (node is not null) backend["nodeName"] = node;
        return backend;
    }

    private static string Kind(string resource) => resource switch
    {
        "endpoints" => "Endpoints",
        "endpointslices" => "EndpointSlice",
        _ => char.ToUpperInvariant(resource[0]) + resource[1..^1],
    };
}
