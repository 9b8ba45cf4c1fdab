using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

/// <summary>What people type.</summary>
public abstract class KubectlSuite(ITestCluster cluster) : IDisposable
{
    private readonly Kubectl _kubectl = new(cluster);
    private readonly string _ns = $"kubectl-{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task ApplyTwice_ThenEdit_ConfiguresOnlyWhatChanged()
    {
        await NamespaceAsync();
        Assert.Contains("created", await ApplyAsync(Manifests.Deployment), StringComparison.Ordinal);
        Assert.Contains("unchanged", await ApplyAsync(Manifests.Deployment), StringComparison.Ordinal);
        Assert.Contains("configured", await ApplyAsync(Manifests.Deployment.Replace("web:1", "web:2", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("registry.example/web:2", await _kubectl.RunAsync($"get deploy web -n {_ns} -o jsonpath={{.spec.template.spec.containers[*].image}}"));
    }

    [Fact]
    public async Task Apply_ServerSide_ReportsConflicts()
    {
        await NamespaceAsync();
        await _kubectl.RunAsync($"apply -n {_ns} --server-side --field-manager=one -f -", Manifests.Deployment);
        var (code, output) = await _kubectl.TryAsync($"apply -n {_ns} --server-side --field-manager=two -f -", Manifests.Deployment.Replace("\"replicas\":2", "\"replicas\":5", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("conflict with \"one\": .spec.replicas", output, StringComparison.Ordinal);
        await _kubectl.RunAsync($"apply -n {_ns} --server-side --force-conflicts --field-manager=two -f -", Manifests.Deployment.Replace("\"replicas\":2", "\"replicas\":5", StringComparison.Ordinal));
        Assert.Equal("5", await _kubectl.RunAsync($"get deploy web -n {_ns} -o jsonpath={{.spec.replicas}}"));
    }

    [Fact]
    public async Task Generators_SendProtobuf_AndWork()
    {
        await NamespaceAsync();
        await _kubectl.RunAsync($"create deployment d -n {_ns} --image=registry.example/d:1 --replicas=3 --port=8080");
        Assert.Equal("3/8080/TCP", await _kubectl.RunAsync($"get deploy d -n {_ns} -o jsonpath={{.spec.replicas}}/{{.spec.template.spec.containers[0].ports[0].containerPort}}/{{.spec.template.spec.containers[0].ports[0].protocol}}"));
        await _kubectl.RunAsync($"create configmap c -n {_ns} --from-literal=a=b");
        Assert.Equal("b", await _kubectl.RunAsync($"get configmap c -n {_ns} -o jsonpath={{.data.a}}"));
        await _kubectl.RunAsync($"create service clusterip s -n {_ns} --tcp=80:8080");
        Assert.Equal("8080", await _kubectl.RunAsync($"get service s -n {_ns} -o jsonpath={{.spec.ports[0].targetPort}}"));
        await _kubectl.RunAsync($"create job j -n {_ns} --image=registry.example/j:1");
        await _kubectl.RunAsync($"create role r -n {_ns} --verb=get,list --resource=pods");
        Assert.Equal("yes", (await _kubectl.RunAsync($"auth can-i create pods -n {_ns}")).Trim());
    }

    [Fact]
    public async Task Verbs_OnADeployment_Work()
    {
        await NamespaceAsync();
        await ApplyAsync(Manifests.Deployment);
        await _kubectl.RunAsync($"scale deploy web -n {_ns} --replicas=4");
        await _kubectl.RunAsync($"set image deploy/web -n {_ns} c=registry.example/web:3");
        await _kubectl.RunAsync($"label deploy web -n {_ns} tier=front");
        await _kubectl.RunAsync($"patch deploy web -n {_ns} -p {{\"spec\":{{\"paused\":true}}}}");
        Assert.Equal("4/true/front", await _kubectl.RunAsync($"get deploy web -n {_ns} -o jsonpath={{.spec.replicas}}/{{.spec.paused}}/{{.metadata.labels.tier}}"));
        Assert.Contains("web", await _kubectl.RunAsync($"get deploy -n {_ns} -l tier=front -o wide"), StringComparison.Ordinal);
        Assert.Contains("deleted", await _kubectl.RunAsync($"delete deploy web -n {_ns}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validation_UnknownField_IsRefused()
    {
        await NamespaceAsync();
        var (code, output) = await _kubectl.TryAsync($"create -n {_ns} -f -", Manifests.Deployment.Replace("\"replicas\"", "\"replica\"", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("unknown field \"spec.replica\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_AndExplain_KnowTheKinds()
    {
        var resources = await _kubectl.RunAsync("api-resources");
        Assert.Contains("deployments", resources, StringComparison.Ordinal);
        Assert.Contains("EndpointSlice", resources, StringComparison.Ordinal);
        var explained = await _kubectl.RunAsync("explain pod.spec.containers.ports");
        Assert.Contains("containerPort", explained, StringComparison.Ordinal);
        Assert.Contains("-required-", explained, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _kubectl.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<string> NamespaceAsync() => _kubectl.RunAsync($"create namespace {_ns}");

    private Task<string> ApplyAsync(string manifest) => _kubectl.RunAsync($"apply -n {_ns} -f -", manifest);
}
