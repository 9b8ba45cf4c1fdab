using System.Net;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>
/// All servers at once: a cluster (a real one where it is at hand, else the sandbox), the cloud, and a node in each state, all holding the
/// same objects. Where the cluster is real the sandbox stands beside it, with the same objects made anew.
/// </summary>
public sealed class Servers : IAsyncLifetime
{
    private const string Node = "hz-1";
    private const string OfflineNode = "hz-2";
    private const string RestartedNode = "bj-1";
    private const string FlippingNode = "sh-1";
    private readonly Dictionary<string, ServerUnderTest> _servers = [];
    private readonly Dictionary<string, CuttableRelay> _relays = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("edgemesh-conf-").FullName;
    private RealControlPlane? _plane;
    private SandboxCluster? _sandbox;
    private KubeApi? _sandboxAdmin;
    private Fleet? _mesh;
    private string _token = "";

    /// <summary>How many watches a caller may have open at a node.</summary>
    public const int Watches = 40;

    private readonly Dictionary<string, IdleWatch> _idle = [];

    /// <summary>A watch that has been open, without an event, since all servers were up.</summary>
    internal IdleWatch Idle(string name) => _idle[name];

    /// <summary>What has been shown so far.</summary>
    public ScoreTable Scores { get; } = new();

    /// <summary>Why a server is not there.</summary>
    public static string Missing => RealControlPlane.Missing ?? "";

    /// <summary>The server of that name; null where it is not at hand.</summary>
    public ServerUnderTest? Find(string name) => _servers.GetValueOrDefault(name);

    /// <summary>Who is right: the real API server where it is at hand.</summary>
    public ServerUnderTest Judge => Find(ServerNames.Real) ?? _servers[ServerNames.Sandbox];

    /// <summary>A node whose link a test may cut and mend, and its MetaServer.</summary>
    internal (CuttableRelay Relay, ServerUnderTest Server, EdgeNode Node) Flipping => (_relays[FlippingNode], _servers[FlippingNode], Edge(FlippingNode));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var options = new MeshOptions { Directory = _directory, Nodes = [Node, OfflineNode, RestartedNode, FlippingNode], EdgeArguments = ["--watches-per-caller", $"{Watches}"] };
        if (RealControlPlane.Missing is null)
        {
            _plane = await RealControlPlane.StartAsync(TimeProvider.System, cancellation);
            var file = Path.Combine(_directory, "admin.kubeconfig");
            await File.WriteAllTextAsync(file, _plane.AdminKubeconfig, cancellation);
            options = options with { Kubeconfig = file, IsBare = true };
            await StartSandboxAsync(cancellation);
        }
        _mesh = await Fleet.StartClusterAsync(options, cancellation);
        await _mesh.StartCloudAsync(cancellation);
        await _mesh.ApplyAsync(Manifests.ReadFolder(Path.Combine(AppContext.BaseDirectory, "samples")), cancellation);
        var data = new Dataset();
        await Dataset.SeedAsync(_mesh.Cluster, cancellation);
        _token = await TokenAsync(_mesh.Cluster, cancellation);
        var cluster = _plane?.Address ?? _mesh.Sandbox!.Address;
        _servers[_plane is null ? ServerNames.Sandbox : ServerNames.Real] =
            new ServerUnderTest(_plane is null ? ServerNames.Sandbox : ServerNames.Real, cluster, _token, data, _mesh.Cluster);
        foreach (var edge in _mesh.Edges) await JoinAsync(edge, cancellation);
        foreach (var edge in _mesh.Edges) await ServesWholeAsync(edge, data, cancellation);
        await data.HappenAsync(_mesh.Cluster, async (name, revision) =>
        {
            foreach (var edge in _mesh.Edges) await SeesAsync(edge, name, revision, cancellation);
        }, cancellation);
        await CutAsync(OfflineNode, cancellation);
        await CutAsync(RestartedNode, cancellation);
        await Edge(RestartedNode).KillAsync();
        Edge(RestartedNode).Start();
        await _mesh.ServesAsync(Edge(RestartedNode), cancellation);
        if (_plane is not null) await _plane.CompactAsync(20, cancellation);
        foreach (var name in ServerNames.All)
        {
            if (Find(name) is { } server) _idle[name] = await IdleWatch.OpenAsync(server);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Scores.Print(Find(ServerNames.Real) is null ? Missing : "");
        foreach (var watch in _idle.Values) watch.Dispose();
        foreach (var server in _servers.Values) server.Dispose();
        if (_mesh is not null) await _mesh.DisposeAsync();
        foreach (var relay in _relays.Values) await relay.DisposeAsync();
        _sandboxAdmin?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        if (_plane is not null) await _plane.DisposeAsync();
    }

    private EdgeNode Edge(string name) => _mesh!.Edges.Single(edge => edge.Name == name);

    private async Task StartSandboxAsync(CancellationToken cancellation)
    {
        _sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Controllers = false }, cancellation);
        _sandboxAdmin = KubeApi.FromKubeconfig(_sandbox.AdminKubeconfig);
        var samples = Manifests.ReadFolder(Path.Combine(AppContext.BaseDirectory, "samples")).Where(manifest => (string?)manifest["kind"] != "NodeGroup");
        foreach (var manifest in samples) await _sandboxAdmin.ApplyAsync(Manifests.PathOf(manifest), manifest, cancellation);
        var data = new Dataset();
        await Dataset.SeedAsync(_sandboxAdmin, cancellation);
        await data.HappenAsync(_sandboxAdmin, (_, _) => Task.CompletedTask, cancellation);
        var token = await TokenAsync(_sandboxAdmin, cancellation);
        _servers[ServerNames.Sandbox] = new ServerUnderTest(ServerNames.Sandbox, _sandbox.Address, token, data, _sandboxAdmin);
    }

    private async Task JoinAsync(EdgeNode edge, CancellationToken cancellation)
    {
        var relay = _relays[edge.Name] = new CuttableRelay(IPEndPoint.Parse(_mesh!.Cloud.Address));
        var joined = await edge.JoinAsync(relay.Address, await _mesh.Cloud.CreateTokenAsync());
        if (joined.ExitCode != 0) throw new InvalidOperationException($"{edge.Name} could not join: {joined.Error}");
        await edge.UseTokenAsync(_token);
        edge.Start();
        await _mesh.ServesAsync(edge, cancellation);
    }

    /// <summary>What is listed becomes wanted, and then is held whole: from then on it is answered here.</summary>
    private async Task ServesWholeAsync(EdgeNode edge, Dataset data, CancellationToken cancellation)
    {
        var name = edge.Name switch { Node => ServerNames.Online, OfflineNode => ServerNames.Offline, RestartedNode => ServerNames.Restarted, _ => edge.Name };
        var server = new ServerUnderTest(name, new Uri($"https://127.0.0.1:{edge.Port}"), _token, data, name == ServerNames.Online ? _mesh!.Cluster : null);
        _servers[name] = server;
        await _mesh!.EventuallyAsync($"{edge.Name} holds everything", async () =>
        {
            foreach (var path in (string[])[.. Dataset.Collections, "/api/v1/nodes"])
            {
                if ((await server.AskAsync(path)) is { Code: not 200 } answer) throw new IOException($"{path}: {answer.Code} {answer.Text}");
            }
            var status = JsonNode.Parse((await edge.RunAsync("status", "-o", "json")).Output)!;
            foreach (var wanted in (string[])["v1/configmaps", "v1/pods", "v1/nodes", "apps/v1/deployments", "shop.example/v1/coupons"])
            {
                if (!status["collections"]!.AsArray().Any(held => (string?)held!["collection"] == wanted && (string?)held["complete"] == "all"))
                    throw new IOException($"{wanted} is not held whole: {status}");
            }
        }, cancellation);
    }

    private Task SeesAsync(EdgeNode edge, string name, long? revision, CancellationToken cancellation) =>
        _mesh!.EventuallyAsync($"{edge.Name} sees {name} at {revision}", async () =>
        {
            using var answer = await edge.Api.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/conf/configmaps/{name}?resourceVersion=0", null, null, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (answer.IsSuccessStatusCode ? (string?)JsonNode.Parse(text)!["metadata"]!["resourceVersion"] != $"{revision}" : revision is not null) throw new IOException(text);
        }, cancellation);

    private Task CutAsync(string node, CancellationToken cancellation)
    {
        _relays[node].Cut();
        return _mesh!.EventuallyAsync($"{node} knows that its cloud is gone", async () =>
        {
            using var answer = await Edge(node).Api.SendAsync(HttpMethod.Get, "/api/v1/configmaps?resourceVersion=0", null, null, cancellation);
            if (!answer.Headers.Contains("Warning")) throw new IOException("there is no Warning yet");
        }, cancellation);
    }

    private static async Task<string> TokenAsync(KubeApi cluster, CancellationToken cancellation)
    {
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 86400 } };
        var answer = await cluster.CreateAsync("/api/v1/namespaces/shop/serviceaccounts/till/token", request, cancellation);
        return (string)answer["status"]!["token"]!;
    }
}
