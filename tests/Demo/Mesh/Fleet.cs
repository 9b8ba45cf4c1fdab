using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.KubeConfigModels;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Sandbox;

namespace KubeEdge.EdgeMesh.Tests.Demo.Mesh;

/// <summary>
/// A cluster (the sandbox, in this process), the cloud and the edge daemons (each a process of its own), joined as an operator would join
/// them: with the command lines that the README shows.
/// </summary>
public sealed class Fleet : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly MeshOptions _options;
    private readonly SandboxCluster? _sandbox;
    private BareCluster? _life;

    private Fleet(MeshOptions options, SandboxCluster? sandbox, string kubeconfig)
    {
        (_options, _sandbox) = (options, sandbox);
        Directory.CreateDirectory(options.Directory);
        KubeconfigPath = Path.Combine(options.Directory, "cluster.kubeconfig");
        File.WriteAllText(KubeconfigPath, kubeconfig);
        Cluster = KubeApi.FromKubeconfig(kubeconfig);
        Cloud = new CloudNode(options, KubeconfigPath);
        Edges = [.. options.Nodes.Select(name => new EdgeNode(name, options))];
    }

    /// <summary>The cluster itself, as its administrator.</summary>
    public KubeApi Cluster { get; }

    /// <summary>The administrator's kubeconfig.</summary>
    public string KubeconfigPath { get; }

    /// <summary>The cloud component.</summary>
    public CloudNode Cloud { get; }

    /// <summary>The nodes, in the order of the options.</summary>
    public IReadOnlyList<EdgeNode> Edges { get; }

    /// <summary>The sandbox; null where another cluster was given.</summary>
    public SandboxCluster? Sandbox => _sandbox;

    /// <summary>Starts the cluster; the cloud and the edges are started by the other members.</summary>
    public static async Task<Fleet> StartClusterAsync(MeshOptions options, CancellationToken cancellationToken)
    {
        if (options.Kubeconfig is { } file)
        {
            var kubeconfig = await File.ReadAllTextAsync(file, cancellationToken);
            return new Fleet(options, null, kubeconfig) { _life = options.IsBare ? await BareCluster.BringToLifeAsync(kubeconfig, options, cancellationToken) : null };
        }
        var world = new SandboxOptions { Time = options.Time };
        foreach (var node in options.Nodes) world.Nodes.Add(node);
        var sandbox = await SandboxCluster.StartAsync(world, cancellationToken);
        return new Fleet(options, sandbox, sandbox.AdminKubeconfig);
    }

    /// <summary>Starts the cloud and waits until it serves.</summary>
    public async Task StartCloudAsync(CancellationToken cancellationToken)
    {
        if (_options.IsCloudConfined) await ConfineCloudAsync(cancellationToken);
        Cloud.Start();
        await EventuallyAsync("the cloud serves", () => AnswersAsync($"http://{Cloud.HealthAddress}/readyz", cancellationToken), cancellationToken);
    }

    /// <summary>Applies manifests in the order given, waiting for the kinds that they need.</summary>
    public async Task ApplyAsync(IEnumerable<JsonObject> manifests, CancellationToken cancellationToken)
    {
        foreach (var manifest in manifests)
        {
            await EventuallyAsync(
                $"apply {manifest["kind"]} {manifest["metadata"]!["name"]}",
                () => Cluster.ApplyAsync(Manifests.PathOf(manifest), manifest, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Joins every edge with one token each, starts it, and gives it the kubeconfig of a ServiceAccount.</summary>
    public async Task StartEdgesAsync(string serviceAccountNamespace, string serviceAccount, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Edges.Select(async edge =>
        {
            var joined = await edge.JoinAsync(Cloud.Address, await Cloud.CreateTokenAsync());
            if (joined.ExitCode != 0) throw new InvalidOperationException($"{edge.Name} could not join: {joined.Error}");
            await edge.UseTokenAsync(await TokenAsync(serviceAccountNamespace, serviceAccount, cancellationToken));
            edge.Start();
            await ServesAsync(edge, cancellationToken);
        }));
    }

    /// <summary>Waits until the node's MetaServer answers.</summary>
    public Task ServesAsync(EdgeNode edge, CancellationToken cancellationToken) =>
        EventuallyAsync($"{edge.Name} serves", () => AnswersAsync($"https://127.0.0.1:{edge.Port}/readyz", cancellationToken), cancellationToken);

    /// <summary>Tries until it works, for a minute and a half: an edge that lost its cloud may wait half a minute before it tries again.</summary>
    /// <exception cref="TimeoutException">It did not work; the message says why not the last time.</exception>
    public async Task EventuallyAsync(string what, Func<Task> attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _options.Time);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await attempt();
                return;
            }
            catch (Exception problem) when (problem is HttpRequestException or KubeApiException or IOException)
            {
                if (limit.IsCancellationRequested) throw new TimeoutException($"{what}: not within {Patience.TotalSeconds:0} s; {problem.Message}", problem);
                await Task.Delay(TimeSpan.FromMilliseconds(50), _options.Time, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Edges.Select(edge => edge.DisposeAsync().AsTask()));
        await Cloud.DisposeAsync();
        Cluster.Dispose();
        if (_life is not null) await _life.DisposeAsync();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        if (!_options.Keep) Directory.Delete(_options.Directory, recursive: true);
    }

    /// <summary>Gives the cloud the account that its own manifest makes.</summary>
    private async Task ConfineCloudAsync(CancellationToken cancellationToken)
    {
        var manifests = _options.CloudManifests.Select(name => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, name)));
        var parts = manifests.SelectMany(Manifests.Read).Where(part => (string?)part["kind"] is not ("Deployment" or "Service")).ToList();
        if (_options.IsBare) BareCluster.Aggregate(parts);
        await ApplyAsync(parts, cancellationToken);
        var configuration = KubernetesYaml.Deserialize<K8SConfiguration>(await File.ReadAllTextAsync(KubeconfigPath, cancellationToken));
        foreach (var user in configuration.Users)
            user.UserCredentials = new UserCredentials { Token = await TokenAsync("edgemesh-system", "edgemesh-cloud", cancellationToken) };
        var path = Path.Combine(_options.Directory, "cloud.kubeconfig");
        await File.WriteAllTextAsync(path, KubernetesYaml.Serialize(configuration), cancellationToken);
        await Cloud.ConfineAsync(path);
    }

    /// <summary>A new token of a ServiceAccount.</summary>
    public async Task<string> TokenAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var answer = await Cluster.CreateAsync(
            $"/api/v1/namespaces/{ns}/serviceaccounts/{name}/token",
            new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 86400 } },
            cancellationToken);
        return answer["status"]!["token"]!.GetValue<string>();
    }

    /// <summary>Readiness is asked without knowing the certificate: who serves is checked by every call that matters.</summary>
    private static async Task AnswersAsync(string url, CancellationToken cancellationToken)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync(new Uri(url), cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"{url} answers {(int)answer.StatusCode}");
    }
}
