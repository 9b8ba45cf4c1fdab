using System.Text.Json.Nodes;
using k8s;
using k8s.KubeConfigModels;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Tests.Demo.Mesh;

/// <summary>An API server without controllers or nodes, brought to life by the sandbox's: from outside, over its API.</summary>
internal sealed class BareCluster : IAsyncDisposable
{
    private readonly Kubernetes _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly SandboxControllers _controllers;
    private readonly Task _running;

    private BareCluster(string kubeconfig, TimeProvider time)
    {
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesYaml.Deserialize<K8SConfiguration>(kubeconfig));
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        _client = new Kubernetes(configuration);
        _client.HttpClient.BaseAddress = _client.BaseUri;
        _controllers = new SandboxControllers(
            new HttpClusterClient(_client.HttpClient, time), new HollowTimes(), time, NullLogger<SandboxControllers>.Instance);
        _running = Task.Run(() => _controllers.RunAsync(_stop.Token));
    }

    public static async Task<BareCluster> BringToLifeAsync(string kubeconfig, MeshOptions options, CancellationToken cancellationToken)
    {
        var cluster = new BareCluster(kubeconfig, options.Time);
        foreach (var node in options.Nodes) await cluster._controllers.StartNodeAsync(new HollowNode(node), cancellationToken);
        return cluster;
    }

    /// <summary>Puts together the roles that are made of others, which a controller does elsewhere.</summary>
    public static void Aggregate(IReadOnlyList<JsonObject> manifests)
    {
        foreach (var role in manifests)
        {
            if (role["aggregationRule"]?["clusterRoleSelectors"]?[0]?["matchLabels"] is not { } selected) continue;
            var parts = manifests.Where(part => JsonNode.DeepEquals(part["metadata"]!["labels"], selected)).SelectMany(part => part["rules"]!.AsArray());
            role["rules"] = new JsonArray([.. parts.Select(rule => rule!.DeepClone())]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // As it was told to.
        }
        _client.Dispose();
        _stop.Dispose();
    }
}
