using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>kill -9 of the controllers in the middle of rollouts: what they leave is what they would have left had nobody killed them.</summary>
public sealed class RolloutKillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Kills = 50;
    private static readonly string[] Regions = ["hangzhou", "beijing", "shanghai"];
    private static readonly GroupVersionResource Apps = new("apps.kubeedge.io", "v1alpha1", "edgeapplications");
    private static readonly GroupVersionResource Groups = new("apps.kubeedge.io", "v1alpha1", "nodegroups");
    private static readonly GroupVersionResource Deployments = new("apps", "v1", "deployments");
    private static readonly GroupVersionResource[] Collections = [Deployments, new("", "v1", "configmaps"), new("", "v1", "services")];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly string _directory = Directory.CreateTempSubdirectory("edgemesh-rollout-").FullName;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, string> _seen = [];
    private Task _watching = Task.CompletedTask;
    private SandboxCluster _sandbox = null!;
    private long _changes;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var times = new HollowTimes { Start = TimeSpan.FromMilliseconds(20), Stop = TimeSpan.FromMilliseconds(20) };
        _sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Seed = 1, HollowTimes = times }, Token);
        foreach (var region in Regions) await _sandbox.Controllers.StartNodeAsync(new HollowNode($"{region}-1"), Token);
        await File.WriteAllTextAsync(Kubeconfig, _sandbox.AdminKubeconfig, Token);
        _watching = Task.WhenAll(Collections.Select(WatchAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _sandbox.DisposeAsync();
        _end.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task KillNine_AtRandomPointsOfARollout_LeavesTheSameEndState()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), out var given) ? given : Environment.ProcessId;
        output.WriteLine($"KILL_SEED={seed}");
        var random = new Random(seed);
        var installed = await DaemonProcess.RunAsync("edgemesh-cloud", Limit, TimeProvider.System, "crds", "install", "--kubeconfig", Kubeconfig);
        Assert.Equal((0, ""), (installed.ExitCode, installed.Error));
        foreach (var region in Regions) Create(Groups, Named("NodeGroup", region, null, new JsonObject { ["nodes"] = new JsonArray($"{region}-1") }));
        foreach (var ns in new[] { "killed", "calm" }) Create(new("", "v1", "namespaces"), new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = ns } });
        Create(Apps, Named("EdgeApplication", "shop", "killed", Spec(random, 0)));

        for (var kill = 1; kill <= Kills; kill++)
        {
            var until = Interlocked.Read(ref _changes) + random.Next(0, 5);
            await using var cloud = StartCloud();
            await UntilAsync(cloud, () => Interlocked.Read(ref _changes) >= until || Settled("killed"), $"kill {kill} of seed {seed}");
            // Somewhere between two requests, or in the middle of one.
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(15)), TimeProvider.System, Token);
            await cloud.KillAsync();
            if (random.Next(3) > 0 || Settled("killed")) Edit(app => app["spec"] = Spec(random, kill));
        }

        await using var calm = StartCloud();
        await UntilAsync(calm, () => Settled("killed"), $"the end of seed {seed}");
        var spec = _sandbox.Client.Get(Apps, new ObjectKey("killed", "shop"))!["spec"]!.DeepClone();
        Create(Apps, Named("EdgeApplication", "shop", "calm", spec.AsObject()));
        await UntilAsync(calm, () => Settled("calm"), "the application that nobody killed");
        Assert.Equal(StateOf("calm"), StateOf("killed"));
        Assert.NotEmpty(StateOf("calm"));
        await calm.StopAsync(TimeProvider.System);
    }

    private string Kubeconfig => Path.Combine(_directory, "admin.kubeconfig");

    private DaemonProcess StartCloud() => DaemonProcess.Start(
        "edgemesh-cloud", Path.Combine(_directory, "cloud.log"),
        "run", "--kubeconfig", Kubeconfig, "--listen", "127.0.0.1:0", "--health-listen", "127.0.0.1:0", "--leader-elect=false");

    /// <summary>Another version, for other regions, with other manifests; group by group as often as not.</summary>
    private static JsonObject Spec(Random random, int version)
    {
        var manifests = new List<JsonNode>
        {
            JsonNode.Parse($$$"""
                { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "till" }, "spec": { "selector": { "matchLabels": { "app": "till" } }, "template": {
                  "metadata": { "labels": { "app": "till" } }, "spec": { "containers": [ { "name": "till", "image": "registry.example/till:{{{version}}}" } ] } } } }
                """)!,
        };
        if (random.Next(2) == 0) manifests.Insert(0, JsonNode.Parse("""{ "apiVersion": "v1", "kind": "Service", "metadata": { "name": "till" }, "spec": { "selector": { "app": "till" }, "ports": [ { "port": 80 } ] } }""")!);
        var value = random.Next(2) == 0 ? "{{nodegroup}}" : "everywhere";
        if (random.Next(3) > 0) manifests.Add(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "till" }, ["data"] = new JsonObject { ["where"] = value, ["version"] = $"{version}" } });
        var regions = Regions.Where((_, index) => index == version % Regions.Length || random.Next(3) > 0);
        return new JsonObject
        {
            ["workloadTemplate"] = new JsonObject { ["manifests"] = new JsonArray([.. manifests]) },
            ["workloadScope"] = new JsonObject { ["targetNodeGroups"] = new JsonArray([.. regions.Select(region => (JsonNode)new JsonObject { ["name"] = region })]) },
            ["rolloutStrategy"] = new JsonObject { ["type"] = random.Next(2) == 0 ? "GroupByGroup" : "AllAtOnce" },
        };
    }

    /// <summary>Every object of ours in a namespace, without what tells two namespaces or two moments apart.</summary>
    private string StateOf(string ns) => string.Join('\n', Collections.SelectMany(collection => _sandbox.Client.List(collection, ns)).Where(IsOurs).Select(live =>
    {
        var metadata = live["metadata"]!.AsObject();
        metadata["annotations"]!.AsObject().Where(entry => entry.Key.StartsWith("apps.kubeedge.io/applied-", StringComparison.Ordinal) || entry.Key.StartsWith("deployment.kubernetes.io/", StringComparison.Ordinal))
            .Select(entry => entry.Key).ToList().ForEach(name => metadata["annotations"]!.AsObject().Remove(name));
        metadata["labels"]!.AsObject().Remove("apps.kubeedge.io/edgeapplication-namespace");
        foreach (var own in new[] { "uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "namespace" }) metadata.Remove(own);
        metadata["ownerReferences"]![0]!["uid"] = "";
        live.Remove("status");
        foreach (var address in new[] { "clusterIP", "clusterIPs" }) live["spec"]?.AsObject().Remove(address);
        return live.ToJsonString();
    }));

    private static bool IsOurs(JsonObject live) => live["metadata"]!["annotations"]?["apps.kubeedge.io/applied-for"] is not null;

    /// <summary>Whether the application says of its newest generation that all of it is available.</summary>
    private bool Settled(string ns) => _sandbox.Client.Get(Apps, new ObjectKey(ns, "shop")) is { } app && app["status"] is { } status
        && status["observedGeneration"]?.GetValue<long>() == app["metadata"]!["generation"]!.GetValue<long>()
        && status["conditions"]!.AsArray().Any(condition => condition!["type"]!.GetValue<string>() == "Available" && condition["status"]!.GetValue<string>() == "True");

    private void Edit(Action<JsonObject> change)
    {
        // The controllers are down: nobody is faster.
        var app = _sandbox.Client.Get(Apps, new ObjectKey("killed", "shop"))!;
        change(app);
        _sandbox.Client.Update(Apps, app);
    }

    private void Create(GroupVersionResource resource, JsonObject value) => _sandbox.Client.Create(resource, value);

    private static JsonObject Named(string kind, string name, string? ns, JsonObject spec)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns is not null) metadata["namespace"] = ns;
        return new JsonObject { ["apiVersion"] = "apps.kubeedge.io/v1alpha1", ["kind"] = kind, ["metadata"] = metadata, ["spec"] = spec };
    }

    /// <summary>Counts what the controllers write: an object that is new, has another configuration, or has gone.</summary>
    private async Task WatchAsync(GroupVersionResource resource)
    {
        await foreach (var change in _sandbox.Client.WatchAsync(resource, _end.Token))
        {
            var live = change.Value;
            if (change.Type == WatchEventType.Bookmark || !IsOurs(live)) continue;
            var name = $"{resource} {live["metadata"]!["name"]}";
            var state = change.Type == WatchEventType.Deleted ? "" : live["metadata"]!["annotations"]!["apps.kubeedge.io/applied-configuration"]?.GetValue<string>() ?? "";
            if (_seen.TryGetValue(name, out var before) && before == state) continue;
            _seen[name] = state;
            Interlocked.Increment(ref _changes);
        }
    }

    private async Task UntilAsync(DaemonProcess cloud, Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
        {
            Assert.False(cloud.HasExited, $"{what}: the cloud ended by itself: {Log()}");
            Assert.False(limit.IsCancellationRequested, $"{what}: not within {Limit}: {_sandbox.Client.Get(Apps, new ObjectKey("killed", "shop"))?["status"]?.ToJsonString()} {Log()}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private string Log()
    {
        using var file = new FileStream(Path.Combine(_directory, "cloud.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return string.Join('\n', reader.ReadToEnd().Split('\n').TakeLast(20));
    }
}
