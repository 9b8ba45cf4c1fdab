using System.Diagnostics;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Controllers;

public abstract class ControllersTests : IDisposable
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");
    private static readonly GroupVersionResource Nodes = new("", "v1", "nodes");
    private static readonly GroupVersionResource Services = new("", "v1", "services");
    private static readonly GroupVersionResource Endpoints = new("", "v1", "endpoints");
    private static readonly GroupVersionResource Slices = new("discovery.k8s.io", "v1", "endpointslices");
    private static readonly GroupVersionResource Deployments = new("apps", "v1", "deployments");
    private static readonly GroupVersionResource ReplicaSets = new("apps", "v1", "replicasets");
    private static readonly GroupVersionResource StatefulSets = new("apps", "v1", "statefulsets");
    private static readonly GroupVersionResource DaemonSets = new("apps", "v1", "daemonsets");
    private static readonly GroupVersionResource Budgets = new("policy", "v1", "poddisruptionbudgets");
    private static readonly GroupVersionResource Jobs = new("batch", "v1", "jobs");

    private readonly LivingCluster _cluster;

    protected ControllersTests(LivingCluster cluster)
    {
        Assert.SkipWhen(cluster.Missing is not null, cluster.Missing ?? "");
        _cluster = cluster;
    }

    /// <summary>No controller may have failed on anything.</summary>
    public void Dispose()
    {
        Assert.Empty(_cluster.Errors);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Deployment_Created_RunsItsPodsOnAllNodesAndSaysSo()
    {
        var ns = _cluster.NewNamespace();

        _cluster.Create(Deployments, Workload("apps/v1", "Deployment", ns, "web", "\"replicas\":4,", pod: "\"nodeSelector\":{\"base\":\"yes\"},"));
        var deployment = (await _cluster.UntilAsync(Deployments, ns, all => IsDone(all[0], 4), "an available deployment"))[0];
        var pods = _cluster.Client.List(Pods, ns);

        Assert.Equal(4, pods.Count);
        Assert.All(pods, pod => Assert.Equal("Running", pod.Obj("status").Str("phase")));
        Assert.Equal(4, pods.Select(pod => pod.Obj("status").Str("podIP")).Distinct().Count());
        Assert.All(pods, pod => Assert.True(pod.Obj("spec").Str("nodeName") is "node-1" or "node-2"));
        Assert.Equal("True", Condition(deployment, "Available").Str("status"));
        Assert.Equal("NewReplicaSetAvailable", Condition(deployment, "Progressing").Str("reason"));
    }

    [Theory]
    [InlineData("\"minAvailable\":2", 3, 2, 1)]
    [InlineData("\"minAvailable\":\"50%\"", 3, 2, 1)]
    [InlineData("\"maxUnavailable\":1", 3, 2, 1)]
    [InlineData("\"maxUnavailable\":\"50%\"", 3, 1, 2)]
    [InlineData("\"maxUnavailable\":0", 3, 3, 0)]
    public async Task DisruptionBudget_OfADeployment_IsCounted(string rule, int expected, int desired, int allowed)
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(Deployments, Workload("apps/v1", "Deployment", ns, "web", "\"replicas\":3,"));
        _cluster.Create(Budgets, $$"""
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web","namespace":"{{ns}}"},"spec":{ {{rule}},"selector":{"matchLabels":{"app":"web"} } } }
            """);

        await _cluster.UntilAsync(
            Budgets, ns,
            all => all[0].Obj("status") is { } status
                && (status.Int("expectedPods"), status.Int("currentHealthy"), status.Int("desiredHealthy"), status.Int("disruptionsAllowed")) == (expected, 3, desired, allowed)
                && Condition(all[0], "DisruptionAllowed").Str("status") == (allowed > 0 ? "True" : "False"),
            "the count");
    }

    [Fact]
    public async Task Eviction_BudgetAllowsNone_IsRefusedUntilItDoes()
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(Deployments, Workload("apps/v1", "Deployment", ns, "web", "\"replicas\":2,"));
        await _cluster.UntilAsync(Deployments, ns, all => IsDone(all[0], 2), "an available deployment");
        _cluster.Create(Budgets, $$"""
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web","namespace":"{{ns}}"},"spec":{"minAvailable":2,"selector":{"matchLabels":{"app":"web"} } } }
            """);
        await _cluster.UntilAsync(Budgets, ns, all => all[0].Obj("status").Int("currentHealthy") == 2, "the count");
        var pod = _cluster.Client.List(Pods, ns)[0].Obj("metadata").Str("name");

        var refusal = await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => EvictAsync(ns, pod));
        Assert.Contains("Cannot evict pod as it would violate the pod's disruption budget.", refusal.Message, StringComparison.Ordinal);

        _cluster.Edit(Budgets, new(ns, "web"), budget => budget["spec"]!["minAvailable"] = 1);
        await _cluster.UntilAsync(Budgets, ns, all => all[0].Obj("status").Int("disruptionsAllowed") == 1, "one that may go");
        await EvictAsync(ns, pod);
        await _cluster.UntilAsync(Pods, ns, all => all.All(other => other.Obj("metadata").Str("name") != pod), "the pod gone");
    }

    [Fact]
    public async Task Deployment_NewTemplate_RollsWithoutLosingAvailability()
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(Deployments, Workload("apps/v1", "Deployment", ns, "web", "\"replicas\":4,"));
        await _cluster.UntilAsync(Deployments, ns, all => IsDone(all[0], 4), "an available deployment");

        _cluster.Edit(Deployments, new(ns, "web"), value => Container(value)["image"] = "registry.example/web:2");
        await _cluster.UntilAsync(
            Deployments,
            ns,
            all =>
            {
                Assert.True(all[0].Obj("status").Int("availableReplicas") >= 3, all[0].ToJsonString());
                return IsDone(all[0], 4) && all[0].Obj("metadata").Obj("annotations").Str("deployment.kubernetes.io/revision") == "2";
            },
            "the rollout");

        var sets = _cluster.Client.List(ReplicaSets, ns);
        Assert.Equal([0, 4], sets.Select(set => set.Obj("spec").Int("replicas")!.Value).Order());
        Assert.All(Living(_cluster.Client.List(Pods, ns)), pod => Assert.Equal("registry.example/web:2", Container(pod).Str("image")));
    }

    [Fact]
    public async Task Deployment_ScaledAndDeletedPod_HasWhatItAsksFor()
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(Deployments, Workload("apps/v1", "Deployment", ns, "web", "\"replicas\":3,"));
        await _cluster.UntilAsync(Deployments, ns, all => IsDone(all[0], 3), "an available deployment");

        _cluster.Edit(Deployments, new(ns, "web"), value => value.Ensure("spec")["replicas"] = 1);
        await _cluster.UntilAsync(Pods, ns, all => all.Count == 1, "one pod left");
        var pod = _cluster.Client.List(Pods, ns)[0].Obj("metadata").Str("name");
        _cluster.Client.Delete(Pods, new(ns, pod));

        await _cluster.UntilAsync(Pods, ns, all => all.Count == 1 && all[0].Obj("metadata").Str("name") != pod && IsReady(all[0]), "another pod");
    }

    [Fact]
    public async Task StatefulSet_Created_MakesItsPodsInOrder()
    {
        var ns = _cluster.NewNamespace();
        var order = new List<string>();

        _cluster.Create(StatefulSets, Workload("apps/v1", "StatefulSet", ns, "db", "\"replicas\":3,\"serviceName\":\"db\","));
        await _cluster.UntilAsync(
            Pods,
            ns,
            all =>
            {
                for (var i = 1; i < all.Count; i++)
                    Assert.True(order.Contains(all[i].Obj("metadata").Str("name")) || IsReady(all[i - 1]), $"{i} came before {i - 1} was ready");
                order = [.. all.Select(pod => pod.Obj("metadata").Str("name"))];
                return order.Count == 3 && all.All(IsReady);
            },
            "three pods");

        Assert.Equal(["db-0", "db-1", "db-2"], order);
        var set = (await _cluster.UntilAsync(StatefulSets, ns, all => all[0].Obj("status").Int("availableReplicas") == 3, "the status"))[0];
        Assert.Equal(set.Obj("status").Str("currentRevision"), set.Obj("status").Str("updateRevision"));
    }

    [Fact]
    public async Task StatefulSet_NewTemplate_ReplacesFromTheLast()
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(StatefulSets, Workload("apps/v1", "StatefulSet", ns, "db", "\"replicas\":2,\"serviceName\":\"db\","));
        await _cluster.UntilAsync(StatefulSets, ns, all => all[0].Obj("status").Int("availableReplicas") == 2, "two pods");
        var first = _cluster.Client.Get(Pods, new(ns, "db-0")).Obj("metadata").Str("uid");

        _cluster.Edit(StatefulSets, new(ns, "db"), value => Container(value)["image"] = "registry.example/db:2");
        await _cluster.UntilAsync(
            Pods,
            ns,
            all =>
            {
                var (zero, one) = (all.FirstOrDefault(pod => pod.Obj("metadata").Str("name") == "db-0"), all.FirstOrDefault(pod => pod.Obj("metadata").Str("name") == "db-1"));
                if (zero is not null && zero.Obj("metadata").Str("uid") != first)
                    Assert.True(one is not null && Container(one).Str("image").EndsWith(":2", StringComparison.Ordinal), "db-0 went before db-1");
                return all.Count == 2 && all.All(pod => IsReady(pod) && Container(pod).Str("image").EndsWith(":2", StringComparison.Ordinal));
            },
            "new pods");
    }

    [Fact]
    public async Task DaemonSet_NodesComeAndFit_HasOnePodOnEach()
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(DaemonSets, Workload("apps/v1", "DaemonSet", ns, "agent", "", pod: "\"nodeSelector\":{\"agents\":\"yes\"},"));
        await _cluster.UntilAsync(DaemonSets, ns, all => all[0].Obj("status").Int("observedGeneration") == 1, "a status");
        Assert.Empty(_cluster.Client.List(Pods, ns));

        await _cluster.Controllers.StartNodeAsync(
            new HollowNode("agent-node") { Labels = new Dictionary<string, string> { ["agents"] = "yes" } }, TestContext.Current.CancellationToken);
        var pods = await _cluster.UntilAsync(Pods, ns, all => all.Count == 1 && IsReady(all[0]), "a pod on the new node");
        Assert.Equal("agent-node", pods[0].Obj("spec").Str("nodeName"));

        _cluster.Edit(Nodes, new("", "agent-node"), node => node.Meta().Ensure("labels").Remove("agents"));
        await _cluster.UntilAsync(Pods, ns, all => all.Count == 0, "no pod left");
    }

    [Fact]
    public async Task Job_Created_RunsToCompletion()
    {
        var ns = _cluster.NewNamespace();

        _cluster.Create(Jobs, $$"""
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"sum","namespace":"{{ns}}"},
            "spec":{"completions":3,"parallelism":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]} } } }
            """);
        var job = (await _cluster.UntilAsync(Jobs, ns, all => Condition(all[0], "Complete").Str("status") == "True", "completion"))[0];

        Assert.Equal(3, job.Obj("status").Int("succeeded"));
        Assert.Equal(3, _cluster.Client.List(Pods, ns).Count(pod => pod.Obj("status").Str("phase") == "Succeeded"));
    }

    [Fact]
    public async Task Scheduler_NoNodeFits_SaysWhyAndBindsWhenOneDoes()
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(Pods, $$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"picky","namespace":"{{ns}}"},"spec":{"containers":[{"name":"c","image":"i"}],
            "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"size","operator":"Gt","values":["7"]}]}]} } } } }
            """);

        var waiting = await _cluster.UntilAsync(Pods, ns, all => Condition(all[0], "PodScheduled").Str("reason") == "Unschedulable", "the reason");
        Assert.Matches("^0/[0-9]+ nodes are available: [0-9]+ node\\(s\\) didn't match", Condition(waiting[0], "PodScheduled").Str("message"));

        await _cluster.Controllers.StartNodeAsync(
            new HollowNode("big-node") { Labels = new Dictionary<string, string> { ["size"] = "8" } }, TestContext.Current.CancellationToken);
        var pod = (await _cluster.UntilAsync(Pods, ns, all => IsReady(all[0]), "the pod running"))[0];
        Assert.Equal("big-node", pod.Obj("spec").Str("nodeName"));
    }

    [Fact]
    public async Task Service_PodsComeAndGo_SlicesAndEndpointsFollow()
    {
        var ns = _cluster.NewNamespace();
        _cluster.Create(Services, $$"""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"{{ns}}","labels":{"team":"a"} },
            "spec":{"selector":{"app":"web"},"ports":[{"name":"http","port":80,"targetPort":"http"}]} }
            """);
        _cluster.Create(Deployments, Workload("apps/v1", "Deployment", ns, "web", "\"replicas\":2,"));

        var slice = Assert.Single(await _cluster.UntilAsync(Slices, ns, all => all.Count == 1 && Ready(all[0]).Count() == 2, "two ready endpoints"));
        Assert.Equal("web", slice.Obj("metadata").Obj("labels").Str("kubernetes.io/service-name"));
        Assert.Equal("a", slice.Obj("metadata").Obj("labels").Str("team"));
        var port = Assert.Single(slice.Objs("ports"));
        Assert.Equal(("http", 8080L, "TCP"), (port.Str("name"), port.Int("port"), port.Str("protocol")));
        Assert.All(slice.Objs("endpoints"), endpoint => Assert.Equal(
            _cluster.Client.Get(Nodes, new("", endpoint.Str("nodeName"))).Obj("metadata").Obj("labels").Str("topology.kubernetes.io/zone"), endpoint.Str("zone")));
        await _cluster.UntilAsync(Endpoints, ns, all => all.Any(one => one.Objs("subsets").SingleOrDefault().Objs("addresses").Count() == 2), "two addresses");

        var gone = slice.Objs("endpoints").First().Obj("targetRef").Str("name");
        _cluster.Client.Delete(Pods, new(ns, gone));
        await _cluster.UntilAsync(
            Slices, ns, all => Ready(all[0]).Count() == 2 && Ready(all[0]).All(endpoint => endpoint.Obj("targetRef").Str("name") != gone), "another endpoint");

        _cluster.Client.Delete(Services, new(ns, "web"));
        await _cluster.UntilAsync(Slices, ns, all => all.Count == 0, "no slice left");
        await _cluster.UntilAsync(Endpoints, ns, all => all.Count == 0, "no endpoints left");
    }

    [Fact]
    public async Task Kubelet_Stopped_NodeIsLostAndComesBack()
    {
        var ns = _cluster.NewNamespace();
        await _cluster.Controllers.StartNodeAsync(new HollowNode("shaky") { Labels = new Dictionary<string, string> { ["shaky"] = "yes" } }, TestContext.Current.CancellationToken);
        _cluster.Create(Pods, $$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"on-shaky","namespace":"{{ns}}","labels":{"app":"s"} },
            "spec":{"nodeSelector":{"shaky":"yes"},"containers":[{"name":"c","image":"i"}]} }
            """);
        _cluster.Create(Services, $$"""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"s","namespace":"{{ns}}"},"spec":{"selector":{"app":"s"},"ports":[{"port":80}]} }
            """);
        await _cluster.UntilAsync(Slices, ns, all => all.Count == 1 && Ready(all[0]).Count() == 1, "a ready endpoint");

        await _cluster.Controllers.StopNodeAsync("shaky", TestContext.Current.CancellationToken);
        await _cluster.UntilAsync(Slices, ns, all => !Ready(all[0]).Any() && all[0].Objs("endpoints").Count() == 1, "an endpoint that is not ready");
        var node = _cluster.Client.Get(Nodes, new("", "shaky"))!;
        Assert.Equal("Unknown", Condition(node, "Ready").Str("status"));
        Assert.Contains(node.Obj("spec").Objs("taints"), taint => taint.Str("key") == "node.kubernetes.io/unreachable");

        await _cluster.Controllers.StartNodeAsync(new HollowNode("shaky"), TestContext.Current.CancellationToken);
        await _cluster.UntilAsync(Slices, ns, all => Ready(all[0]).Count() == 1, "a ready endpoint again");
        await _cluster.UntilAsync(Nodes, "", all => all.Any(one => one.Obj("metadata").Str("name") == "shaky" && !one.Obj("spec").Objs("taints").Any()), "no taints");
    }

    [Fact]
    public async Task Kubectl_RolloutStatusAndWait_End()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/kubectl"), "kubectl is not at /usr/bin/kubectl");
        var ns = _cluster.NewNamespace();
        _cluster.Create(Deployments, Workload("apps/v1", "Deployment", ns, "web", "\"replicas\":2,"));
        _cluster.Create(StatefulSets, Workload("apps/v1", "StatefulSet", ns, "db", "\"replicas\":2,\"serviceName\":\"db\","));
        _cluster.Create(DaemonSets, Workload("apps/v1", "DaemonSet", ns, "agent", ""));

        await KubectlAsync($"rollout status deployment/web -n {ns} --timeout=30s");
        await KubectlAsync($"rollout status statefulset/db -n {ns} --timeout=30s");
        await KubectlAsync($"rollout status daemonset/agent -n {ns} --timeout=30s");
        await KubectlAsync($"wait --for=condition=Available deployment/web -n {ns} --timeout=30s");
        await KubectlAsync($"wait --for=condition=Ready pod --all -n {ns} --timeout=30s");
    }

    private static string Workload(string apiVersion, string kind, string ns, string name, string spec, string pod = "") => $$"""
        {"apiVersion":"{{apiVersion}}","kind":"{{kind}}","metadata":{"name":"{{name}}","namespace":"{{ns}}"},
        "spec":{ {{spec}} "selector":{"matchLabels":{"app":"{{name}}"} },"template":{"metadata":{"labels":{"app":"{{name}}"} },
        "spec":{ {{pod}} "containers":[{"name":"c","image":"registry.example/{{name}}:1","ports":[{"name":"http","containerPort":8080}]}]} } } }
        """;

    private static bool IsDone(JsonObject deployment, long replicas)
    {
        var status = deployment.Obj("status");
        return status.Int("observedGeneration") == deployment.Obj("metadata").Int("generation")
            && status.Int("replicas") == replicas && status.Int("updatedReplicas") == replicas && status.Int("availableReplicas") == replicas;
    }

    private static JsonObject Condition(JsonObject value, string type) =>
        value.Obj("status").Objs("conditions").FirstOrDefault(condition => condition.Str("type") == type) ?? [];

    private static bool IsReady(JsonObject pod) => Condition(pod, "Ready").Str("status") == "True";

    private static IEnumerable<JsonObject> Living(IEnumerable<JsonObject> pods) => pods.Where(pod => pod.Obj("metadata").Str("deletionTimestamp").Length == 0);

    private static IEnumerable<JsonObject> Ready(JsonObject slice) => slice.Objs("endpoints").Where(endpoint => endpoint.Obj("conditions").Bool("ready"));

    private static JsonObject Container(JsonObject value) => (value.Obj("spec").Obj("template") ?? value).Obj("spec").Objs("containers").First();

    private async Task EvictAsync(string ns, string pod)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, $$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{pod}}","namespace":"{{ns}}"} }""", TestContext.Current.CancellationToken);
        try
        {
            await KubectlAsync($"create --raw /api/v1/namespaces/{ns}/pods/{pod}/eviction -f {file}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task KubectlAsync(string arguments)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, _cluster.Kubeconfig, TestContext.Current.CancellationToken);
        try
        {
            var start = new ProcessStartInfo("/usr/bin/kubectl", $"--kubeconfig={file} {arguments}") { RedirectStandardError = true, RedirectStandardOutput = true };
            using var kubectl = Process.Start(start)!;
            var (output, error) = (kubectl.StandardOutput.ReadToEndAsync(), kubectl.StandardError.ReadToEndAsync());
            await kubectl.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(kubectl.ExitCode == 0, $"kubectl {arguments}: {await output}{await error}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
