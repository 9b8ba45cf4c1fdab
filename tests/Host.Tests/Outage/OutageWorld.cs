using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;
using KubeEdge.EdgeMesh.Cloud.Host.Running;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Joining;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Edge.Host.Status;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Host.Tests.Outage;

/// <summary>
/// A cluster, its cloud and one edge with all their rooms, over TLS and a database on the disk, and one clock for all of them. A client verifies the
/// MetaServer's certificate by that clock, too.
/// </summary>
internal sealed class OutageWorld : IAsyncDisposable
{
    public const string Node = "hz-1";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60), s_poll = TimeSpan.FromMilliseconds(50), s_flies = TimeSpan.FromMilliseconds(500);
    private readonly Scratch _scratch = new();
    private readonly TimeSpan? _certificates;
    private SandboxCluster _cluster = null!;
    private WebApplication? _cloud;
    private WebApplication? _edge;
    private int _port;

    private OutageWorld(DateTimeOffset start, TimeSpan? certificates) => (Clock, _certificates) = (new RunningClock(start), certificates);

    public RunningClock Clock { get; }

    /// <summary>The edge's rooms.</summary>
    public IServiceProvider Edge => _edge!.Services;

    public NodeIdentity Identity => Edge.GetRequiredService<CurrentIdentity>().Value;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Data => _scratch["edge"];

    /// <param name="start">The clock's. All must be over by the true time, at which the two sides verify each other.</param>
    /// <param name="certificates">How long a node's certificates last; null for what is usual.</param>
    /// <param name="manifests">What the cluster has besides the node.</param>
    public static async Task<OutageWorld> StartAsync(DateTimeOffset start, TimeSpan? certificates, string manifests)
    {
        var world = new OutageWorld(start, certificates);
        world._cluster = await SandboxCluster.StartAsync(new SandboxOptions { Time = world.Clock, Controllers = false, Seed = 6 }, Cancellation);
        await File.WriteAllTextAsync(world._scratch["kubeconfig"], world._cluster.AdminKubeconfig, Cancellation);
        foreach (var manifest in JsonNode.Parse(manifests)!.AsArray()) world.Create(manifest!.AsObject());
        world.Create(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "extension-apiserver-authentication", ["namespace"] = "kube-system" },
            ["data"] = new JsonObject { ["client-ca-file"] = world._cluster.CaPem },
        });
        await world.StartCloudAsync();
        return world;
    }

    public async Task StartCloudAsync()
    {
        _cloud = CloudApplication.Build(new CloudRun(
            new IPEndPoint(IPAddress.Loopback, _port), new IPEndPoint(IPAddress.Loopback, 0), InstallCrds: true,
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.AddCluster(cluster => cluster.Kubeconfig = _scratch["kubeconfig"]);
            },
            enrolment =>
            {
                enrolment.ServingSigner = ServingSigner.Own;
                // Verified by the machine's clock.
                enrolment.ServingCertificateLifetime = TimeSpan.FromDays(800);
                if (_certificates is { } life) enrolment.NodeCertificateLifetime = life;
            },
            leadership => leadership.Enabled = false,
            logging => logging.ClearProviders()));
        await _cloud.StartAsync(Cancellation);
        _port = _cloud.Urls.Select(url => new Uri(url)).Single(url => url.Scheme == Uri.UriSchemeHttps).Port;
    }

    public async Task StopCloudAsync()
    {
        if (_cloud is null) return;
        await _cloud.DisposeAsync();
        _cloud = null;
    }

    /// <summary>As <c>edgemesh-edge join</c>, with a token for any node.</summary>
    public async Task JoinAsync(bool force = false)
    {
        var token = await _cloud!.Services.GetRequiredService<IJoinTokens>().CreateAsync(new TokenTerms(TimeSpan.FromHours(1), null, null, "test"), Cancellation);
        await new Joiner(Clock).JoinAsync(Data, new CloudAddress("localhost", _port), token, Node, force, replace: false, Cancellation);
    }

    public async Task StartEdgeAsync()
    {
        DataDirectory.Claim(Data);
        _edge = EdgeApplication.Build(new EdgeRun(Data, new IdentityDirectory(Data).Load(), PodAccess.Decide([new IPEndPoint(IPAddress.Loopback, 0)], [], []), logging =>
        {
            logging.ClearProviders();
            logging.Services.AddSingleton<TimeProvider>(Clock);
        })
        {
            SecretsKey = SecretsKey.Derive("a key that lies where the machine keeps its keys"u8),
        });
        await _edge.StartAsync(Cancellation);
    }

    public async Task StopEdgeAsync()
    {
        if (_edge is null) return;
        await _edge.DisposeAsync();
        _edge = null;
    }

    public async Task<JsonNode> StatusAsync() => JsonNode.Parse(await StatusClient.AskAsync(Data, Cancellation) ?? throw new IOException("no daemon"))!;

    /// <summary>As <c>edgemesh-edge status</c> prints it.</summary>
    public async Task<string> StatusTextAsync()
    {
        using var text = new StringWriter();
        StatusText.Write(text, await StatusClient.AskAsync(Data, Cancellation) ?? throw new IOException("no daemon"));
        return text.ToString();
    }

    public async Task<bool> IsConnectedAsync() => (bool)(await StatusAsync())["link"]!["connected"]!;

    /// <summary>A client on the node: a new connection, which trusts what programs on the node are told to trust.</summary>
    public HttpClient Client(string? token = null, X509Certificate2? certificate = null)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = Clock.Now.LocalDateTime,
        };
        policy.CustomTrustStore.ImportFromPem(new IdentityDirectory(Data).ReadAuthorities());
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = policy;
        if (certificate is not null) handler.SslOptions.ClientCertificates = [certificate];
        var address = new Uri(_edge!.Urls.Single(url => url.StartsWith("https", StringComparison.Ordinal)));
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = s_patience };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A kubelet's certificate, of the cluster's CA.</summary>
    public X509Certificate2 KubeletCertificate()
    {
        var kubeconfig = _cluster.KubeconfigForUser("system:node:" + Node, "system:nodes");
        string Pem(string field) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Regex.Match(kubeconfig, field + ": ([A-Za-z0-9+/=]+)").Groups[1].Value));
        return X509Certificate2.CreateFromPem(Pem("client-certificate-data"), Pem("client-key-data"));
    }

    public JsonObject? Get(string resource, string ns, string name) => _cluster.Client.Get(new GroupVersionResource("", "v1", resource), new ObjectKey(ns, name));

    public void Update(string resource, JsonObject value) => _cluster.Client.Update(new GroupVersionResource("", "v1", resource), value);

    /// <summary>Waits, while time flies.</summary>
    public async Task EventuallyAsync(string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(s_patience, TimeProvider.System);
        string last = "";
        while (true)
        {
            try
            {
                if (await holds()) return;
            }
            catch (Exception e) when (e is IOException or HttpRequestException or JsonException)
            {
                last = e.Message;
            }
            if (limit.IsCancellationRequested) throw new TimeoutException($"{what}: not within {s_patience.TotalSeconds:0} s. {last}\n{await StatusTextAsync()}");
            Clock.Advance(s_flies);
            await Task.Delay(s_poll, TimeProvider.System, Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopEdgeAsync();
        await StopCloudAsync();
        await _cluster.DisposeAsync();
        Clock.Dispose();
        _scratch.Dispose();
    }

    private void Create(JsonObject manifest)
    {
        var version = ((string)manifest["apiVersion"]!).Split('/');
        var resource = ((string)manifest["kind"]!).ToLowerInvariant() + "s";
        _cluster.Client.Create(version.Length == 1 ? new GroupVersionResource("", version[0], resource) : new GroupVersionResource(version[0], version[1], resource), manifest);
    }
}
