using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>The objects of which every line is asked, and the revisions of their history. Nothing changes them afterwards.</summary>
public sealed class Dataset
{
    /// <summary>Its namespaces: their order as bytes of namespace/name is not the order of their names.</summary>
    public static IReadOnlyList<string> Namespaces { get; } = ["conf", "conf-b"];

    /// <summary>A path of each collection that lines are asked of.</summary>
    public static IReadOnlyList<string> Collections { get; } =
        ["/api/v1/configmaps", "/api/v1/pods", "/apis/apps/v1/deployments", "/apis/shop.example/v1/coupons"];

    /// <summary>The revision of each step of the history of config maps in "conf": created, labelled, unlabelled, deleted.</summary>
    public IReadOnlyList<long> History => _history;

    /// <summary>How many config maps there are in "conf" in the end: a cluster may put one of its own there.</summary>
    public int Maps { get; private set; }

    private readonly List<long> _history = [];

    /// <summary>Makes everything but the history: what must be there before edges hold it.</summary>
    public static async Task SeedAsync(KubeApi cluster, CancellationToken cancellationToken)
    {
        await cluster.ApplyAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/coupons.shop.example", Parse(Definition), cancellationToken);
        foreach (var manifest in Manifests.Read(Roles)) await cluster.ApplyAsync(Manifests.PathOf(manifest), manifest, cancellationToken);
        foreach (var ns in Namespaces)
        {
            await CreateAsync(cluster, "/api/v1/namespaces", $$"""{"metadata":{"name":"{{ns}}"} }""", cancellationToken);
            for (var i = 0; i < 8; i++)
            {
                var labels = $$"""{"app":"{{(i % 2 == 0 ? "till" : "scale")}}","n":"{{i}}"{{(i % 3 == 0 ? ",\"odd-one\":\"\"" : "")}}}""";
                await CreateAsync(cluster, $"/api/v1/namespaces/{ns}/configmaps", $$"""{"metadata":{"name":"m{{i}}","labels":{{labels}} },"data":{"i":"{{i}}","text":"é \" < &"} }""", cancellationToken);
            }
            for (var i = 0; i < 4; i++)
            {
                await CreateAsync(cluster, $"/api/v1/namespaces/{ns}/pods", $$"""
                    {"metadata":{"name":"p{{i}}","labels":{"app":"{{(i < 2 ? "till" : "scale")}}"} },
                     "spec":{"schedulerName":"nobody","restartPolicy":"{{(i % 2 == 0 ? "Never" : "Always")}}","hostNetwork":{{(i == 3 ? "true" : "false")}},
                     "containers":[{"name":"c","image":"i"}]} }
                    """, cancellationToken);
            }
            await CreateAsync(cluster, $"/apis/apps/v1/namespaces/{ns}/deployments", """
                {"metadata":{"name":"d"},"spec":{"paused":true,"replicas":0,"selector":{"matchLabels":{"a":"d"}},"template":{"metadata":{"labels":{"a":"d"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """, cancellationToken);
        }
        for (var i = 0; i < 3; i++) await CouponAsync(cluster, i, cancellationToken);
        await CreateAsync(cluster, "/api/v1/namespaces/conf-b/configmaps", $$"""{"metadata":{"name":"large"},"data":{"text":"{{new string('x', 140_000)}}"} }""", cancellationToken);
    }

    /// <summary>Changes that the edges see: their log is what lines about exact states and resumed watches read.</summary>
    /// <param name="cluster">Where they happen.</param>
    /// <param name="seen">Waits until everybody has seen a config map at a version, or without one that it is gone: a change tells of states, and would leave out what is past.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task HappenAsync(KubeApi cluster, Func<string, long?, Task> seen, CancellationToken cancellationToken)
    {
        const string collection = "/api/v1/namespaces/conf/configmaps";
        await StepAsync("moving", await CreateAsync(cluster, collection, """{"metadata":{"name":"moving","labels":{"app":"walker"}},"data":{"step":"0"}}""", cancellationToken));
        await StepAsync("moving", RevisionOf(await cluster.MergeAsync($"{collection}/moving", Parse("""{"data":{"step":"1"}}"""), cancellationToken)));
        await StepAsync("moving", RevisionOf(await cluster.MergeAsync($"{collection}/moving", Parse("""{"metadata":{"labels":{"app":"sitter"}}}"""), cancellationToken)));
        await cluster.DeleteAsync($"{collection}/moving", cancellationToken);
        await seen("moving", null);
        await StepAsync("last", await CreateAsync(cluster, collection, """{"metadata":{"name":"last"}}""", cancellationToken));
        Maps = (await cluster.GetAsync(collection, cancellationToken))["items"]!.AsArray().Count;

        async Task StepAsync(string name, long revision)
        {
            _history.Add(revision);
            await seen(name, revision);
        }
    }

    private static async Task CouponAsync(KubeApi cluster, int i, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await CreateAsync(cluster, "/apis/shop.example/v1/namespaces/conf/coupons", $$"""{"apiVersion":"shop.example/v1","kind":"Coupon","metadata":{"name":"c{{i}}"},"spec":{"percent":{{i}},"of":"tea"} }""", cancellationToken);
                return;
            }
            catch (KubeApiException e) when (e.Code == 404)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken); // The kind is not served yet.
            }
        }
    }

    private static async Task<long> CreateAsync(KubeApi cluster, string collection, string json, CancellationToken cancellationToken) =>
        RevisionOf(await cluster.CreateAsync(collection, Parse(json), cancellationToken));

    private static long RevisionOf(JsonObject made) => long.Parse((string)made["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"coupons.shop.example"},
         "spec":{"group":"shop.example","scope":"Namespaced","names":{"plural":"coupons","singular":"coupon","kind":"Coupon","listKind":"CouponList"},
         "versions":[{"name":"v1","served":true,"storage":true,"selectableFields":[{"jsonPath":".spec.of"}],
         "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"percent":{"type":"integer"},"of":{"type":"string"}}}}}}}]}}
        """;

    private const string Roles = """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: conformance}
        rules:
        - {apiGroups: [shop.example], resources: [coupons], verbs: [get, list, watch]}
        - {nonResourceURLs: ["*"], verbs: [get, head]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: conformance}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: conformance}
        subjects: [{kind: ServiceAccount, name: till, namespace: shop}]
        """;
}
