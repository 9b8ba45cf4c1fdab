using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.NodeNetwork;

/// <summary>
/// A cluster outside; a node with the edge daemon, as it is started on any node, and where it is at hand a kube-proxy that knows nothing but
/// the MetaServer; two pods. The second pod is a backend; another one, of a node in another group, is outside and can be reached.
/// </summary>
internal sealed class NodeWorld : IAsyncDisposable
{
    public const string NodeName = "hz-1";
    public const string Own = "of the own group";
    public const string Foreign = "of another group";
    public static readonly IPEndPoint Closed = new(IPAddress.Parse("10.96.7.1"), 80);
    public static readonly IPEndPoint Open = new(IPAddress.Parse("10.96.7.2"), 80);
    public static readonly IPEndPoint Kubernetes = new(IPAddress.Parse("10.96.0.1"), 443);
    private const string MetaServerUrl = "https://127.0.0.1:10550";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _directory = Directory.CreateTempSubdirectory("edgemesh-node-").FullName;
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<HttpClient> _clients = [];
    private DaemonProcess? _daemon;
    private DaemonProcess? _proxy;

    private NodeWorld(PodNetwork network) => Network = network;

    public PodNetwork Network { get; }

    public KubeApi Cluster { get; private set; } = null!;

    /// <summary>Whether a controller manager is there, which signs and publishes the CA.</summary>
    public static bool ClusterSigns { get; } = RealControlPlane.Missing is null && RealControlPlane.Find("kube-controller-manager") is not null;

    /// <summary>The cluster's CA, without anything of ours.</summary>
    public string ClusterAuthority
    {
        get
        {
            const string key = "certificate-authority-data:";
            var line = File.ReadLines(Path.Combine(_directory, "cluster.kubeconfig")).First(text => text.Contains(key, StringComparison.Ordinal));
            var data = line[(line.IndexOf(key, StringComparison.Ordinal) + key.Length)..].Trim().TrimEnd('}').Trim().Trim('"');
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
    }

    public static string? KubeProxy { get; } = RealControlPlane.Find("kube-proxy");

    /// <summary>What a pod finds in its <c>ca.crt</c> and <c>token</c>.</summary>
    public string PodAuthorities { get; private set; } = "";

    public string PodToken { get; private set; } = "";

    /// <summary>Of the ServiceAccount that kubeadm gives kube-proxy.</summary>
    public string ProxyToken { get; private set; } = "";

    private string Data => Path.Combine(_directory, "data");

    public static async Task<NodeWorld> StartAsync(CancellationToken cancellationToken)
    {
        var world = new NodeWorld(await PodNetwork.CreateAsync());
        try
        {
            await world.BuildAsync(cancellationToken);
            return world;
        }
        catch (Exception)
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public void StartDaemon() => _daemon = Network.Node.Start(
        Path.Combine(_directory, "edge.log"), "dotnet", Path.Combine(AppContext.BaseDirectory, "edgemesh-edge.dll"), "run", "--data", Data);

    public void StartProxy()
    {
        if (KubeProxy is null) return;
        _proxy = Network.Node.Start(
            Path.Combine(_directory, "proxy.log"), KubeProxy, "--kubeconfig", Path.Combine(_directory, "proxy.kubeconfig"), "--hostname-override", NodeName,
            "--proxy-mode", "nftables", "--conntrack-max-per-core", "0", "--conntrack-min", "0", "--healthz-bind-address", "127.0.0.1:10256", "-v", "2");
    }

    /// <summary>A power cut: nothing of what ran is there any more, and nothing of what the kernel knew.</summary>
    public async Task LosePowerAsync()
    {
        foreach (var process in new[] { _proxy, _daemon }.OfType<DaemonProcess>())
        {
            await process.KillAsync();
            await process.DisposeAsync();
        }
        (_proxy, _daemon) = (null, null);
        if (KubeProxy is not null) await Network.Node.RunAsync("nft", "flush", "ruleset");
        await Network.Node.IpInsideAsync("address", "flush", "to", "169.254.30.10");
    }

    /// <summary>A client in a namespace: it connects from there, and trusts what it is told to.</summary>
    public HttpClient NewClient(NetworkNamespace place, string url, string authorities, string token, Func<IPEndPoint>? to = null)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(authorities);
        var uri = new Uri(url);
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, cancellationToken) => place.ConnectAsync(to?.Invoke() ?? new IPEndPoint(IPAddress.Parse(uri.Host), uri.Port), cancellationToken),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
        var client = new HttpClient(handler) { BaseAddress = uri, Timeout = TimeSpan.FromSeconds(10) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        _clients.Add(client);
        return client;
    }

    /// <summary>The MetaServer, as programs on the node itself reach it.</summary>
    public HttpClient NodeClient(string token) => NewClient(Network.Node, MetaServerUrl, OwnAuthorities, token);

    private string OwnAuthorities => File.ReadAllText(Path.Combine(Data, "serving-ca.crt"));

    /// <summary>What the daemon says of itself.</summary>
    public async Task<JsonNode> StatusAsync()
    {
        var status = await DaemonProcess.RunAsync("edgemesh-edge", Patience, TimeProvider.System, "status", "--data", Data, "-o", "json");
        return status.ExitCode == 0 ? JsonNode.Parse(status.Output)! : throw new IOException(status.Error);
    }

    /// <summary>Tries until it works.</summary>
    public async Task EventuallyAsync(string what, Func<Task> attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or KubeApiException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                if (limit.IsCancellationRequested) throw new TimeoutException($"{what}: {e.Message}\n{Logs()}", e);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }

    public string Logs() => string.Join('\n', Directory.EnumerateFiles(_directory, "*.log").SelectMany(file => File.ReadLines(file).TakeLast(15).Prepend($"== {file}")));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        foreach (var process in new[] { _proxy, _daemon }.OfType<DaemonProcess>())
        {
            await process.StopAsync(TimeProvider.System);
            await process.DisposeAsync();
        }
        foreach (var owned in Enumerable.Reverse(_owned)) await owned.DisposeAsync();
        await Network.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var kubeconfig = Path.Combine(_directory, "cluster.kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, await StartClusterAsync(cancellationToken), cancellationToken);
        var cloud = $"{Network.Outside}:10350";
        var process = DaemonProcess.Start(
            "edgemesh-cloud", Path.Combine(_directory, "cloud.log"), "run", "--kubeconfig", kubeconfig, "--listen", cloud, "--advertise", $"{Network.Outside}",
            "--health-listen", $"{Network.Outside}:10351", "--install-crds");
        _owned.Add(process);
        using var health = new HttpClient();
        await EventuallyAsync("the cloud serves", async () => (await health.GetAsync(new Uri($"http://{Network.Outside}:10351/readyz"), cancellationToken)).EnsureSuccessStatusCode(), cancellationToken);

        await ApplyAsync(cancellationToken);
        var token = await DaemonProcess.RunAsync(
            "edgemesh-cloud", Patience, TimeProvider.System, "token", "create", "--kubeconfig", kubeconfig, "--cloud", cloud, "--output", "token");
        var joined = await DaemonProcess.RunAsync(
            "edgemesh-edge", Patience, TimeProvider.System, "join", "--cloud", cloud, "--token", token.Output.Trim(), "--node-name", NodeName, "--data", Data);
        if (joined.ExitCode != 0) throw new InvalidOperationException($"{token.Error}{joined.Error}");
        StartDaemon();

        PodToken = await TokenAsync("shop", "till", cancellationToken);
        ProxyToken = await TokenAsync("kube-system", "kube-proxy", cancellationToken);
        var tokenFile = Path.Combine(_directory, "proxy.token");
        await File.WriteAllTextAsync(tokenFile, ProxyToken, cancellationToken);
        var config = await DaemonProcess.RunAsync(
            "edgemesh-edge", Patience, TimeProvider.System, "kubeconfig", "--data", Data, "--server", MetaServerUrl, "--token-file", tokenFile);
        await File.WriteAllTextAsync(Path.Combine(_directory, "proxy.kubeconfig"), config.Output, cancellationToken);
        StartProxy();

        // As a kubelet that reads from the MetaServer makes the pod's ca.crt.
        var node = NodeClient(PodToken);
        await EventuallyAsync("the pod's ca.crt has our CA", async () =>
        {
            PodAuthorities = (string)JsonNode.Parse(
                await node.GetStringAsync(new Uri("/api/v1/namespaces/shop/configmaps/kube-root-ca.crt", UriKind.Relative), cancellationToken))!["data"]!["ca.crt"]!;
            if (PodAuthorities.Split("BEGIN CERTIFICATE").Length != 3) throw new IOException(PodAuthorities);
        }, cancellationToken);
    }

    private async Task<string> StartClusterAsync(CancellationToken cancellationToken)
    {
        if (RealControlPlane.Missing is null)
        {
            var plane = await RealControlPlane.StartAsync(
                TimeProvider.System, cancellationToken, advertised: $"{Network.Outside}",
                controllers: "certificatesigningrequest-signing-controller,root-ca-certificate-publisher-controller");
            _owned.Add(plane);
            Cluster = KubeApi.FromKubeconfig(plane.AdminKubeconfig);
            return plane.AdminKubeconfig;
        }
        var sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Controllers = false, Address = $"{Network.Outside}" }, cancellationToken);
        _owned.Add(sandbox);
        Cluster = KubeApi.FromKubeconfig(sandbox.AdminKubeconfig);
        return sandbox.AdminKubeconfig;
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var own = new Backend(Network.Second.NewSocket(), Network.SecondAddress, Own);
        var foreign = new Backend(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), Network.Outside, Foreign);
        _owned.AddRange([own, foreign]);
        foreach (var manifest in Manifests.Read(WorldManifests.Write(own.Endpoint, foreign.Endpoint)))
            await EventuallyAsync($"apply {manifest["kind"]}", () => Cluster.ApplyAsync(Manifests.PathOf(manifest), manifest, cancellationToken), cancellationToken);
        await Cluster.MergeAsync($"/api/v1/nodes/{NodeName}/status", new JsonObject
        {
            ["status"] = new JsonObject { ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = $"{Network.NodeAddress}" }) },
        }, cancellationToken);
        if (ClusterSigns)
        {
            foreach (var ns in (string[])["kube-system", "shop"])
                await EventuallyAsync("the cluster's CA is published", () => Cluster.GetAsync($"/api/v1/namespaces/{ns}/configmaps/kube-root-ca.crt", cancellationToken), cancellationToken);
            return;
        }
        // Without a controller manager nobody writes down whom pods trust.
        var authority = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["namespace"] = "shop" },
            ["data"] = new JsonObject { ["ca.crt"] = ClusterAuthority },
        };
        await Cluster.ApplyAsync(Manifests.PathOf(authority), authority, cancellationToken);
    }

    private async Task<string> TokenAsync(string ns, string name, CancellationToken cancellationToken) =>
        (string)(await Cluster.CreateAsync(
            $"/api/v1/namespaces/{ns}/serviceaccounts/{name}/token",
            new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 86400 } },
            cancellationToken))["status"]!["token"]!;
}
