using System.Net.WebSockets;
using System.Text;
using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Local;

/// <summary>Workloads that run, as people watch them: with kubectl, controllers and hollow kubelets.</summary>
public sealed class LivingPodTests : IAsyncLifetime
{
    private readonly SandboxTestCluster _cluster = new(new SandboxOptions { Nodes = { "node-1" } });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _cluster.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Kubectl_FollowsAWorkloadThroughItsLife()
    {
        using var kubectl = new Kubectl(_cluster);
        await kubectl.RunAsync("apply -f -", Manifests.Deployment);
        Assert.Contains("successfully rolled out", await kubectl.RunAsync("rollout status deploy/web --timeout=30s"), StringComparison.Ordinal);
        Assert.Contains("condition met", await kubectl.RunAsync("wait --for=condition=Ready pod -l app=web --timeout=30s"), StringComparison.Ordinal);
        var pod = (await kubectl.RunAsync("get pods -l app=web -o jsonpath={.items[0].metadata.name}")).Trim();
        Assert.Contains("c started on node-1", await kubectl.RunAsync($"logs {pod}"), StringComparison.Ordinal);
        Assert.Equal("hello edge\n", await kubectl.RunAsync($"exec {pod} -- echo hello edge"));
        Assert.Equal("typed", await kubectl.RunAsync($"exec -i {pod} -- cat", "typed"));
        var (code, output) = await kubectl.TryAsync($"exec {pod} -- false");
        Assert.True(code == 1, output);
        await kubectl.RunAsync("delete deploy web --cascade=foreground --timeout=30s");
        Assert.Contains("No resources found", await kubectl.RunAsync("get pods"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_Version4_RunsOverABareWebSocket()
    {
        using var kubectl = new Kubectl(_cluster);
        using var api = new ClusterApi(_cluster);
        await kubectl.RunAsync("run one --image=registry.example/one:1");
        await kubectl.RunAsync("wait --for=condition=Ready pod/one --timeout=30s");
        var token = await _cluster.Cluster.CreateServiceAccountTokenAsync("default", "default", TimeSpan.FromHours(1));
        await kubectl.RunAsync("create clusterrolebinding all --clusterrole=cluster-admin --serviceaccount=default:default");

        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("v4.channel.k8s.io");
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        var address = new UriBuilder(_cluster.Cluster.Address) { Scheme = "wss", Path = "/api/v1/namespaces/default/pods/one/exec", Query = "command=hostname&stdout=true" };
        using var invoker = new HttpMessageInvoker(api.NewHandler());
        await socket.ConnectAsync(address.Uri, invoker, Cancel);
        var buffer = new byte[4096];
        var said = await socket.ReceiveAsync(buffer, Cancel);
        Assert.Equal((1, "one\n"), (buffer[0], Encoding.UTF8.GetString(buffer, 1, said.Count - 1)));
        var ended = await socket.ReceiveAsync(buffer, Cancel);
        Assert.Equal(3, buffer[0]);
        Assert.Contains("Success", Encoding.UTF8.GetString(buffer, 1, ended.Count - 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Follow_StaysOpenUntilThePodGoes()
    {
        using var kubectl = new Kubectl(_cluster);
        using var api = new ClusterApi(_cluster);
        await kubectl.RunAsync("run two --image=registry.example/two:1");
        await kubectl.RunAsync("wait --for=condition=Ready pod/two --timeout=30s");
        using var response = await api.Typed.HttpClient.GetAsync(
            new Uri(api.Typed.BaseUri, "/api/v1/namespaces/default/pods/two/log?follow=true&tailLines=1"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("two is ready", await lines.ReadLineAsync(Cancel));
        var rest = lines.ReadToEndAsync(Cancel);
        Assert.False(rest.IsCompleted);
        await kubectl.RunAsync("delete pod two");
        await rest.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancel);
    }
}
