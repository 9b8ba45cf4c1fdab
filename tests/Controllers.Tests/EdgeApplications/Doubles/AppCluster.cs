using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;

/// <summary>A cluster whose workloads come to life, and our controllers on it as the host builds them; they can be stopped and started.</summary>
internal sealed class AppCluster : IAsyncDisposable
{
    public const string Ns = "shop";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly HollowTimes Quick = new() { Start = TimeSpan.FromMilliseconds(30), Stop = TimeSpan.FromMilliseconds(30), Run = TimeSpan.FromMilliseconds(50) };

    private readonly string _kubeconfig = Path.GetTempFileName();
    private readonly Stack<IAsyncDisposable> _parts = new();
    private IHost? _host;

    private AppCluster(IClusterClient api) => Api = api;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public IClusterClient Api { get; }

    public RecordingWriter Writer { get; private set; } = null!;

    /// <summary>Speaks to the API server as an administrator.</summary>
    public HttpClient Http => _host!.Services.GetRequiredService<IClusterConnection>().Http;

    /// <summary>With the namespace <c>shop</c>, these nodes and our definitions; the controllers run.</summary>
    public static async Task<AppCluster> StartAsync(params string[] nodes)
    {
        var sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Seed = 1, HollowTimes = Quick }, Token);
        var cluster = new AppCluster(sandbox.Client);
        cluster._parts.Push(sandbox);
        foreach (var node in nodes)
            await sandbox.Controllers.StartNodeAsync(new HollowNode(node), Token);
        await cluster.PrepareAsync(sandbox.AdminKubeconfig);
        return cluster;
    }

    /// <summary>The same on a real API server.</summary>
    public static async Task<AppCluster> StartRealAsync(params string[] nodes)
    {
        var plane = await RealControlPlane.StartAsync(TimeProvider.System, Token);
        var http = plane.CreateAdminClient();
        var client = new HttpClusterClient(http, TimeProvider.System);
        var cluster = new AppCluster(client);
        cluster._parts.Push(plane);
        cluster._parts.Push(new Ending(() =>
        {
            http.Dispose();
            return Task.CompletedTask;
        }));
        var stop = new CancellationTokenSource();
        var controllers = new SandboxControllers(client, Quick, TimeProvider.System, NullLogger<SandboxControllers>.Instance);
        var running = Task.Run(() => controllers.RunAsync(stop.Token), CancellationToken.None);
        cluster._parts.Push(new Ending(async () =>
        {
            await stop.CancelAsync();
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }));
        foreach (var node in nodes)
            await controllers.StartNodeAsync(new HollowNode(node), Token);
        await cluster.PrepareAsync(plane.AdminKubeconfig);
        return cluster;
    }

    public async Task StartControllersAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCluster(options => options.Kubeconfig = _kubeconfig).AddClusterControllers(options => options.Enabled = false);
        builder.Services.AddSingleton<IClusterWriter>(provider => Writer = new RecordingWriter(ActivatorUtilities.CreateInstance<ClusterWriter>(provider)));
        _host = builder.Build();
        await _host.StartAsync(Token);
        await UntilAsync(() => Writer is not null, "controllers that run");
    }

    public async Task StopControllersAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _host = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopControllersAsync();
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    /// <summary>Makes the object, or makes it so.</summary>
    public void Put(GroupVersionResource resource, JsonObject value)
    {
        var key = new ObjectKey(value["metadata"]!["namespace"]?.GetValue<string>() ?? "", value["metadata"]!["name"]!.GetValue<string>());
        if (Api.Get(resource, key) is null)
            Api.Create(resource, value.DeepClone().AsObject());
        else
            Edit(resource, key, live => live["spec"] = value["spec"]?.DeepClone());
    }

    /// <summary>Changes an object as a person does who reads it, edits it and tries again where somebody was faster.</summary>
    public void Edit(GroupVersionResource resource, ObjectKey key, Action<JsonObject> change)
    {
        while (true)
        {
            var live = Api.Get(resource, key) ?? throw new InvalidOperationException($"{resource} {key} is not there");
            change(live);
            try
            {
                Api.Update(resource, live);
                return;
            }
            catch (StatusException e) when (e.Status.Reason == "Conflict")
            {
            }
        }
    }

    public JsonObject? App(string name = "web") => Api.Get(EdgeApplication.Collection, new ObjectKey(Ns, name));

    public void EditApp(Action<JsonObject> change, string name = "web") => Edit(EdgeApplication.Collection, new ObjectKey(Ns, name), change);

    /// <summary>Waits until the application says that it is available as it is written now, and nobody writes any more.</summary>
    public async Task AvailableAsync(string name = "web")
    {
        await UntilAsync(() => IsTrue(App(name), "Available"), $"EdgeApplication {name} available");
        await QuietAsync();
    }

    /// <summary>Waits until a condition of the application says so.</summary>
    public static bool IsTrue(JsonObject? app, string type) => app?["status"] is JsonObject status
        && status["observedGeneration"]?.GetValue<long>() == app["metadata"]!["generation"]!.GetValue<long>()
        && status["conditions"]!.AsArray().Any(condition => condition!["type"]!.GetValue<string>() == type && condition["status"]!.GetValue<string>() == "True");

    /// <summary>An entry of the application's status; null where there is none.</summary>
    public JsonNode? TargetOf(string app, string target) => App(app)?["status"]?["targets"]?.AsArray().FirstOrDefault(entry => entry!["name"]!.GetValue<string>() == target);

    /// <summary>What is wrong with a target; empty where nothing is.</summary>
    public string ErrorOf(string app, string target) => TargetOf(app, target)?["lastError"]?.GetValue<string>() ?? "";

    /// <summary>Waits until our controllers have written nothing for a while: what is to come has come.</summary>
    public Task QuietAsync() => UntilAsync(() => Writer.QuietFor > Quiet, "quiet");

    public async Task UntilAsync(Func<bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"{what} did not come about; writes: {string.Join(" | ", Writer?.Writes ?? [])}\n{string.Join('\n', Api.List(EdgeApplication.Collection).Select(app => $"{app["metadata"]!["name"]} {app["status"]?.ToJsonString()}"))}");
            await Task.Delay(Pause, TimeProvider.System, Token);
        }
    }

    private async Task PrepareAsync(string kubeconfig)
    {
        await File.WriteAllTextAsync(_kubeconfig, kubeconfig, Token);
        Api.Create(new("", "v1", "namespaces"), JsonNode.Parse($$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{Ns}}"} }""")!.AsObject());
        using (var installer = new ServiceCollection().AddLogging().AddCluster(options => options.Kubeconfig = _kubeconfig).BuildServiceProvider())
            await installer.GetRequiredService<ICrdInstaller>().InstallAsync(Token);
        await StartControllersAsync();
    }

    private sealed class Ending(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }
}
