using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Random changes in the cluster: objects come, change, cross selectors, go, and come again under the same name.</summary>
internal sealed class Churn(KubeApi cluster, IReadOnlyList<string> nodes, Random random)
{
    private const string Namespace = "soak";
    private const string Core = $"/api/v1/namespaces/{Namespace}";
    private const string Slices = $"/apis/discovery.k8s.io/v1/namespaces/{Namespace}/endpointslices";
    private const string Coupons = $"/apis/shop.example/v1/namespaces/{Namespace}/coupons";
    private const string Groups = "/apis/apps.kubeedge.io/v1alpha1/nodegroups";
    private static readonly string[] Regions = ["hangzhou", "beijing"];
    private static readonly string[] Apps = ["till", "scale"];
    private static readonly string[] Leaves = ["tea", "mint"];

    /// <summary>How many changes the cluster has taken.</summary>
    public int Changes { get; private set; }

    /// <summary>What must be there before edges hold it.</summary>
    public static async Task PrepareAsync(KubeApi cluster, CancellationToken cancellation)
    {
        await cluster.ApplyAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/coupons.shop.example", Parse(Definition), cancellation);
        foreach (var manifest in Manifests.Read(Roles)) await cluster.ApplyAsync(Manifests.PathOf(manifest), manifest, cancellation);
    }

    /// <summary>One change that each of the informers sees.</summary>
    public async Task TouchAsync(CancellationToken cancellation)
    {
        await cluster.CreateAsync($"{Core}/configmaps", Parse("""{"metadata":{"name":"first","labels":{"app":"till"}}}"""), cancellation);
        await cluster.CreateAsync(Coupons, Parse("""{"kind":"Coupon","apiVersion":"shop.example/v1","metadata":{"name":"first"},"spec":{"of":"tea"}}"""), cancellation);
        await cluster.MergeAsync($"{Core}/services/closed", Metadata("annotations", "soak", "touched"), cancellation);
        foreach (var node in nodes)
        {
            await cluster.MergeAsync($"/api/v1/nodes/{node}", Metadata("annotations", "soak", "touched"), cancellation);
            var pod = Pod($"first-{node}");
            pod["spec"]!["nodeName"] = node;
            await cluster.CreateAsync($"{Core}/pods", pod, cancellation);
        }
    }

    /// <summary>One change. One that the state does not allow (what is there cannot come) is none.</summary>
    public async Task ChangeAsync(CancellationToken cancellation)
    {
        try
        {
            await (random.Next(20) switch
            {
                < 6 => ObjectAsync($"{Core}/configmaps", $"m{random.Next(20)}", ConfigMap, cancellation),
                < 10 => ObjectAsync(Slices, $"closed-{random.Next(5)}", Slice, cancellation),
                < 13 => ObjectAsync(Coupons, $"c{random.Next(8)}", CouponOf, cancellation),
                < 16 => ObjectAsync($"{Core}/pods", $"p{random.Next(10)}", Pod, cancellation),
                < 18 => cluster.MergeAsync($"/api/v1/nodes/{One(nodes)}", Metadata("annotations", "soak", $"{random.Next()}"), cancellation),
                18 => cluster.MergeAsync($"{Core}/services/closed", Metadata("annotations", "apps.kubeedge.io/service-topology", random.Next(2) == 0 ? "range-nodegroup" : null), cancellation),
                _ => MoveAsync(cancellation),
            });
            Changes++;
        }
        catch (KubeApiException refused) when (refused.Code is 404 or 409 or 422)
        {
            // It is not there, or it is, or it is on its way out.
        }
    }

    private async Task ObjectAsync(string collection, string name, Func<string, JsonObject> make, CancellationToken cancellation)
    {
        var manifest = make(name);
        switch (random.Next(6))
        {
            case 0:
                await cluster.DeleteAsync($"{collection}/{name}?gracePeriodSeconds=0", cancellation);
                break;
            case 1:
                // At once: on the way to an edge the two may become one.
                await cluster.DeleteAsync($"{collection}/{name}?gracePeriodSeconds=0", cancellation);
                Changes++;
                await cluster.CreateAsync(collection, manifest, cancellation);
                break;
            case 2:
                await cluster.CreateAsync(collection, manifest, cancellation);
                break;
            default:
                await ReplaceAsync(collection, name, manifest, cancellation);
                break;
        }
    }

    private async Task ReplaceAsync(string collection, string name, JsonObject manifest, CancellationToken cancellation)
    {
        try
        {
            manifest.Remove("addressType");
            if ((string?)manifest["kind"] == "Pod") manifest.Remove("spec");
            await cluster.MergeAsync($"{collection}/{name}", manifest, cancellation);
        }
        catch (KubeApiException missing) when (missing.Code == 404)
        {
            var whole = manifest.DeepClone().AsObject();
            if ((string?)whole["kind"] == "EndpointSlice") whole["addressType"] = "IPv4";
            if ((string?)whole["kind"] == "Pod") whole["spec"] = Pod(name)["spec"]!.DeepClone();
            await cluster.CreateAsync(collection, whole, cancellation);
        }
    }

    /// <summary>Every node goes somewhere, or nowhere.</summary>
    private async Task<JsonObject> MoveAsync(CancellationToken cancellation)
    {
        var node = One(nodes);
        var home = random.Next(3);
        var last = new JsonObject();
        for (var i = 0; i < Regions.Length; i++)
        {
            var others = nodes.Where((other, at) => other != node && at == i);
            last = await cluster.MergeAsync($"{Groups}/{Regions[i]}", new JsonObject
            {
                ["spec"] = new JsonObject { ["nodes"] = new JsonArray([.. others.Concat(i == home ? [node] : []).Select(name => (JsonNode)name)]) },
            }, cancellation);
        }
        return last;
    }

    private JsonObject ConfigMap(string name) =>
        Parse($$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"{{name}}","labels":{"app":"{{One(Apps)}}"} },"data":{"n":"{{random.Next()}}"} }""");

    private JsonObject CouponOf(string name) =>
        Parse($$"""{"kind":"Coupon","apiVersion":"shop.example/v1","metadata":{"name":"{{name}}"},"spec":{"percent":{{random.Next(100)}},"of":"{{One(Leaves)}}"} }""");

    private JsonObject Pod(string name) => Parse($$"""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"{{name}}","labels":{"n":"{{random.Next()}}"} },
         "spec":{"nodeName":"{{One(nodes)}}","serviceAccountName":"default","containers":[{"name":"c","image":"i"}]} }
        """);

    private JsonObject Slice(string name)
    {
        var endpoints = Enumerable.Range(0, random.Next(4)).Select(i =>
        {
            var node = random.Next(4) == 0 ? "" : $$""","nodeName":"{{One(nodes)}}" """;
            return $$"""{"addresses":["10.1.0.{{random.Next(1, 250)}}"],"conditions":{"ready":true}{{node}} }""";
        });
        return Parse($$"""
            {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"{{name}}","labels":{"kubernetes.io/service-name":"closed"} },
             "addressType":"IPv4","ports":[{"name":"http","port":80}],"endpoints":[{{string.Join(',', endpoints)}}]}
            """);
    }

    private static JsonObject Metadata(string field, string name, string? value) =>
        new() { ["metadata"] = new JsonObject { [field] = new JsonObject { [name] = value } } };

    private T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"coupons.shop.example"},
         "spec":{"group":"shop.example","scope":"Namespaced","names":{"plural":"coupons","singular":"coupon","kind":"Coupon","listKind":"CouponList"},
         "versions":[{"name":"v1","served":true,"storage":true,"selectableFields":[{"jsonPath":".spec.of"}],
         "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"percent":{"type":"integer"},"of":{"type":"string"}}}}}}}]}}
        """;

    private const string Roles = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: soak}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: closed, namespace: soak, annotations: {apps.kubeedge.io/service-topology: range-nodegroup}}
        spec:
          ports: [{name: http, port: 80}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: soak}
        rules:
        - {apiGroups: [shop.example], resources: [coupons], verbs: [get, list, watch]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: soak}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: soak}
        subjects: [{kind: ServiceAccount, name: till, namespace: shop}]
        """;
}
