using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Controllers;

/// <summary>An API with the controllers at work on it and two nodes, node-1 and node-2, where little takes time.</summary>
public abstract class LivingCluster : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ErrorLogger _logger = new();
    private Task _run = Task.CompletedTask;
    private int _namespaces;

    /// <summary>Why there can be none here; null where there can.</summary>
    public abstract string? Missing { get; }

    public IClusterClient Client { get; private set; } = null!;

    public SandboxControllers Controllers { get; private set; } = null!;

    /// <summary>What was logged as an error.</summary>
    public IReadOnlyCollection<string> Errors => _logger.Errors;

    /// <summary>For kubectl.</summary>
    public abstract string Kubeconfig { get; }

    private static HollowTimes Times { get; } = new()
    {
        Start = TimeSpan.FromMilliseconds(20),
        Run = TimeSpan.FromMilliseconds(50),
        Stop = TimeSpan.FromMilliseconds(20),
        Heartbeat = TimeSpan.FromMilliseconds(500),
        Grace = TimeSpan.FromSeconds(3),
    };

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;

        Client = await StartApiAsync();
        Controllers = new SandboxControllers(Client, Times, TimeProvider.System, _logger);
        _run = Controllers.RunAsync(_stop.Token);
        foreach (var name in new[] { "node-1", "node-2" })
        {
            var labels = new Dictionary<string, string> { ["topology.kubernetes.io/zone"] = $"zone-of-{name}", ["base"] = "yes" };
            await Controllers.StartNodeAsync(new HollowNode(name) { Labels = labels }, _stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ContinueWith(_ => { }, TaskScheduler.Default);
        await StopApiAsync();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A namespace that no other test uses.</summary>
    public string NewNamespace()
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        Client.Create(new("", "v1", "namespaces"), new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
        return name;
    }

    public JsonObject Create(GroupVersionResource resource, string json) => Client.Create(resource, JsonNode.Parse(json)!.AsObject());

    /// <summary>Reads, changes and writes an object, again where somebody else was faster.</summary>
    public void Edit(GroupVersionResource resource, ObjectKey key, Action<JsonObject> change)
    {
        while (true)
        {
            var value = Client.Get(resource, key)!;
            change(value);
            try
            {
                Client.Update(resource, value);
                return;
            }
            catch (Proto.ApiMachinery.Errors.StatusException e) when (e.Status.Reason == "Conflict")
            {
            }
        }
    }

    /// <summary>Follows a collection until a state of it holds.</summary>
    public async Task<IReadOnlyList<JsonObject>> UntilAsync(
        GroupVersionResource resource, string ns, Func<IReadOnlyList<JsonObject>, bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        var objects = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        var synced = false;
        try
        {
            await foreach (var change in Client.WatchAsync(resource, either.Token))
            {
                synced |= change == ClusterEvent.Synced;
                var metadata = change.Value.Obj("metadata");
                if (change.Type == WatchEventType.Deleted)
                    objects.Remove(metadata.Str("name"));
                else if (metadata.Str("namespace") == ns && metadata is not null)
                    objects[metadata.Str("name")] = change.Value;
                if (synced && holds([.. objects.Values]))
                    return [.. objects.Values];
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
        }

        Assert.Fail($"{what} did not come about: {string.Join('\n', objects.Values.Select(value => value.ToJsonString()))}");
        return [];
    }

    protected abstract Task<IClusterClient> StartApiAsync();

    protected abstract Task StopApiAsync();
}
