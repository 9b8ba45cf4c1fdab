using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>
/// The rights in <c>cloud/deploy/edgemesh-cloud.yaml</c> are exactly enough. Enough: every test of this project runs the cloud with them. No more:
/// here it does all that it ever does, and the API server's audit log must show a use of every one of them.
/// </summary>
public sealed class RightsTests(RealMesh fixture) : IClassFixture<RealMesh>
{
    private const string Cloud = "system:serviceaccount:edgemesh-system:edgemesh-cloud";
    private const string Applications = "/apis/apps.kubeedge.io/v1alpha1/namespaces/rights/edgeapplications/";

    /// <summary>Used only where the cluster signs certificates, and a bare API server has nobody who does.</summary>
    private const string Signing = "certificates.k8s.io";

    /// <summary>Asked for without a request of their own.</summary>
    private static readonly Grant[] s_implied =
    [
        // Who makes a child that names its owner must be able to do this, says the admission plug-in OwnerReferencesPermissionEnforcement.
        new("apps.kubeedge.io", "edgeapplications/finalizers", "update"),
    ];

    private static readonly string[] s_roles = ["edgemesh-cloud", "edgemesh-cloud-tokens", "edgemesh-cloud-edgeapplications-default"];

    [Fact]
    public async Task Rights_OfTheManifest_AreEnoughAndAllOfThemUsed()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var cancellation = TestContext.Current.CancellationToken;
        var mesh = fixture.Mesh;
        var granted = Granted();
        await MakeEverythingAsync(mesh, cancellation);

        HashSet<Grant> used = [];
        await mesh.EventuallyAsync(
            "every right is used",
            () =>
            {
                used = [.. Audited().Select(Grant.Of).OfType<Grant>()];
                var idle = granted.Except(used).Except(s_implied).Where(grant => !IsImpliedByPatch(grant, used) && grant.Group != Signing).Order().ToList();
                return idle.Count == 0 ? Task.CompletedTask : Task.FromException(new IOException($"nobody uses: {string.Join(", ", idle)}"));
            },
            cancellation);

        var refused = Audited().Where(request => (int?)request["responseStatus"]?["code"] == 403).Select(request => (string)request["requestURI"]!);
        Assert.Empty(refused);
    }

    /// <summary>Server-side apply of what is not there is a patch, for which the API server asks the right to create, too.</summary>
    private static bool IsImpliedByPatch(Grant grant, HashSet<Grant> used) => grant.Verb == "create" && used.Contains(grant with { Verb = "patch" });

    private static HashSet<Grant> Granted() =>
        [.. Manifests.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "edgemesh-cloud.yaml")))
            .Where(part => (string?)part["kind"] is "Role" or "ClusterRole" && s_roles.Contains((string?)part["metadata"]!["name"]))
            .SelectMany(Grant.Of)];

    private IEnumerable<JsonNode> Audited()
    {
        using var log = new StreamReader(new FileStream(fixture.AuditLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (log.ReadLine() is { } line)
        {
            // The last line may still be under way.
            if (line.EndsWith('}') && line.Contains($"\"username\":\"{Cloud}\"", StringComparison.Ordinal))
                yield return JsonNode.Parse(line)!;
        }
    }

    private static async Task MakeEverythingAsync(Fleet mesh, CancellationToken cancellation)
    {
        var api = mesh.Cluster;
        await mesh.ApplyAsync(Manifests.Read("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"rights"}}"""), cancellation);
        await mesh.EventuallyAsync("apply the application", () => api.ApplyAsync(Applications + "all", Application(OfEachKind()), cancellation), cancellation);
        await mesh.EventuallyAsync("its deployments", () => api.GetAsync("/apis/apps/v1/namespaces/rights/deployments/web-hangzhou", cancellation), cancellation);
        await mesh.EventuallyAsync("its pod", () => PodOnAsync("hz-1", api, cancellation), cancellation);

        // Whom an edge may read for is asked of the cluster.
        await mesh.EventuallyAsync("an edge wants all pods", () => mesh.Edges[0].Api.GetAsync("/api/v1/pods", cancellation), cancellation);

        // A node whose name another machine takes: the token's use is counted, and the new certificate written down.
        var replaced = await mesh.Edges[1].JoinAsync(mesh.Cloud.Address, await mesh.Cloud.CreateTokenAsync("--node", mesh.Edges[1].Name), "--replace");
        if (replaced.ExitCode != 0) throw new InvalidOperationException(replaced.Error);

        // Somebody else's number of replicas is looked at closely.
        foreach (var kind in new[] { "deployments", "replicasets", "statefulsets" })
        {
            await mesh.EventuallyAsync(
                $"scale {kind}",
                () => api.MergeAsync($"/apis/apps/v1/namespaces/rights/{kind}/web-hangzhou", new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 2 } }, cancellation),
                cancellation);
        }

        // A node leaves its group, and with it the group's pods. What happens twice is one Event with a count.
        await GroupOfAsync(mesh, ["hz-2"], nodes: 1, cancellation);
        await GroupOfAsync(mesh, ["hz-1", "hz-2"], nodes: 2, cancellation);
        await GroupOfAsync(mesh, ["hz-2"], nodes: 1, cancellation);
        // What is not in the application any more is taken away; what is left of it then goes with it.
        await api.ApplyAsync(Applications + "all", Application(Manifest("v1", "ConfigMap", "{}", "data", name: "last")), cancellation);
        await mesh.EventuallyAsync("the pruning", async () =>
        {
            if ((await api.GetAsync("/api/v1/namespaces/rights/configmaps", cancellation))["items"]!.AsArray().Any(map => (string?)map!["metadata"]!["name"] == "web"))
                throw new IOException("the former ConfigMap is still there");
        }, cancellation);
        await mesh.EventuallyAsync("the application is removed", () => api.DeleteAsync(Applications + "all", cancellation), cancellation);
        await mesh.EventuallyAsync("it has gone", async () =>
        {
            using var answer = await api.SendAsync(HttpMethod.Get, Applications + "all", null, null, cancellation);
            if (answer.IsSuccessStatusCode) throw new IOException("it is still there");
        }, cancellation);

        // The counts of Events are written at the end.
        await mesh.Cloud.Process.StopAsync(TimeProvider.System);
    }

    private static async Task GroupOfAsync(Fleet mesh, string[] names, int nodes, CancellationToken cancellation)
    {
        const string Hangzhou = "/apis/apps.kubeedge.io/v1alpha1/nodegroups/hangzhou";
        var group = new JsonObject { ["spec"] = new JsonObject { ["nodes"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) } };
        await mesh.Cluster.MergeAsync(Hangzhou, group, cancellation);
        await mesh.EventuallyAsync($"hangzhou has {nodes} nodes", async () =>
        {
            var status = (await mesh.Cluster.GetAsync(Hangzhou, cancellation))["status"];
            if ((int?)status?["nodes"] != nodes) throw new IOException($"its status is {status?.ToJsonString()}");
        }, cancellation);
    }

    private static async Task PodOnAsync(string node, KubeApi api, CancellationToken cancellation)
    {
        var pods = await api.GetAsync($"/api/v1/namespaces/rights/pods?fieldSelector=spec.nodeName={node}", cancellation);
        if (!pods["items"]!.AsArray().Any(pod => ((string?)pod!["metadata"]!["name"])!.StartsWith("web-", StringComparison.Ordinal)))
            throw new IOException("there is none yet");
    }

    private static JsonObject Application(params IEnumerable<string> manifests) => JsonNode.Parse($$"""
        {"apiVersion":"apps.kubeedge.io/v1alpha1","kind":"EdgeApplication","metadata":{"name":"all","namespace":"rights"},
         "spec":{"workloadTemplate":{"manifests":[{{string.Join(',', manifests)}}]},"workloadScope":{"targetNodeGroups":[{"name":"hangzhou"},{"name":"beijing"}]} } }
        """)!.AsObject();

    /// <summary>A manifest of each kind that the default role allows.</summary>
    private static string[] OfEachKind()
    {
        const string Template = """
            "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}
            """;
        const string Job = """{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}""";
        return
        [
            Manifest("v1", "ConfigMap", "{}", "data"),
            Manifest("v1", "Secret", "{}", "stringData"),
            Manifest("v1", "ServiceAccount", "false", "automountServiceAccountToken"),
            Manifest("v1", "Service", """{"selector":{"app":"web"},"ports":[{"port":80}]}"""),
            Manifest("v1", "PersistentVolumeClaim", """{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}"""),
            Manifest("v1", "Pod", """{"containers":[{"name":"c","image":"i"}]}"""),
            Manifest("apps/v1", "Deployment", $"{{\"replicas\":1,{Template}}}"),
            Manifest("apps/v1", "ReplicaSet", $"{{\"replicas\":1,{Template}}}".Replace("\"web\"", "\"set\"", StringComparison.Ordinal)),
            Manifest("apps/v1", "StatefulSet", $"{{\"replicas\":1,\"serviceName\":\"web\",{Template}}}".Replace("\"app\":\"web\"", "\"app\":\"state\"", StringComparison.Ordinal)),
            Manifest("apps/v1", "DaemonSet", $"{{{Template}}}".Replace("\"web\"", "\"daemon\"", StringComparison.Ordinal)),
            Manifest("batch/v1", "Job", Job),
            Manifest("batch/v1", "CronJob", $"{{\"schedule\":\"0 0 1 1 *\",\"jobTemplate\":{{\"spec\":{Job}}}}}"),
            Manifest("networking.k8s.io/v1", "Ingress", """{"defaultBackend":{"service":{"name":"web","port":{"number":80}}}}"""),
            Manifest("networking.k8s.io/v1", "NetworkPolicy", """{"podSelector":{}}"""),
            Manifest("policy/v1", "PodDisruptionBudget", """{"maxUnavailable":1,"selector":{"matchLabels":{"app":"nobody"}}}"""),
            Manifest("autoscaling/v2", "HorizontalPodAutoscaler", """{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"other"}}"""),
        ];
    }

    private static string Manifest(string version, string kind, string content, string field = "spec", string name = "web") =>
        $$"""{"apiVersion":"{{version}}","kind":"{{kind}}","metadata":{"name":"{{name}}"},"{{field}}":{{content}}}""";
}
