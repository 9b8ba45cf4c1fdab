using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Hosting;
using KubeEdge.EdgeMesh.Tests.Sandbox.Identity;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox;

/// <summary>A Kubernetes cluster in this process, served over HTTPS. Safe to use from any thread.</summary>
public sealed class SandboxCluster : IAsyncDisposable
{
    private static readonly GroupVersionResource s_serviceAccounts = new("", "v1", "serviceaccounts");
    private static readonly string[] s_serverNames =
    [
        "localhost", "127.0.0.1", "10.96.0.1", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
    ];

    private readonly SandboxOptions _options;
    private readonly SandboxCore _core;
    private readonly X509Certificate2 _serving;
    private readonly X509Certificate2 _admin;
    private readonly string? _temporary;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _work = Task.CompletedTask;
    private ApiListener? _listener;

    private SandboxCluster(SandboxOptions options)
    {
        _options = options;
        _temporary = options.DataDirectory is null ? Directory.CreateTempSubdirectory("edgemesh-sandbox-").FullName : null;
        _core = new SandboxCore(options, options.DataDirectory ?? _temporary!);
        var names = s_serverNames.Append(options.Address).Append(Environment.MachineName).Concat(options.ServerNames).Distinct(StringComparer.OrdinalIgnoreCase);
        // Kestrel wants a key that the platform's TLS can use, which one straight out of memory is not everywhere.
        using var issued = _core.Keys.Authority.IssueServer("kube-apiserver", names);
        _serving = X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), null);
        _admin = _core.Keys.Authority.IssueClient("kubernetes-admin", "system:masters");
        Controllers = new SandboxControllers(_core.Client, options.HollowTimes, options.Time, options.Logging.CreateLogger<SandboxControllers>());
    }

    /// <summary>Where the API is served, for example <c>https://127.0.0.1:40123/</c>. Stays the same over <see cref="StopApiAsync"/>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The certificate of the cluster's authority, as PEM.</summary>
    public string CaPem => _core.Keys.Authority.CertificatePem;

    /// <summary>A kubeconfig of the user kubernetes-admin of the group system:masters.</summary>
    public string AdminKubeconfig => Kubeconfig.ForCertificate(Address, CaPem, _admin, "kubernetes-admin");

    /// <summary>The cluster's API from inside the process; works while the listener is cut, too.</summary>
    public IClusterClient Client => _core.Client;

    /// <summary>Starts and stops hollow nodes, where <see cref="SandboxOptions.Controllers"/> has not left the controllers out.</summary>
    public SandboxControllers Controllers { get; }

    /// <summary>Starts a cluster; when this returns, its API answers and its default objects exist.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<SandboxCluster> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        var cluster = new SandboxCluster(options);
        try
        {
            cluster._core.Bootstrap.Recall();
            cluster._core.Bootstrap.MakeDefaults();
            await cluster.StartApiAsync(cancellationToken);
            OpenIdDocuments.Publish(cluster._core.Store, cluster._core.Issuer, cluster.Address);
            cluster._core.Bootstrap.Announce(options.Address, cluster.Address.Port);
            cluster._work = Task.WhenAll(cluster.Background());
            if (options.Controllers)
            {
                foreach (var node in options.Nodes) await cluster.Controllers.StartNodeAsync(new HollowNode(node), cancellationToken);
            }
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private IEnumerable<Task> Background()
    {
        foreach (var chore in _core.Chores) yield return Task.Run(() => chore.RunAsync(_end.Token), CancellationToken.None);
        if (_options.Controllers) yield return Task.Run(() => Controllers.RunAsync(_end.Token), CancellationToken.None);
    }

    /// <summary>Serves the API again, at the same address. Nothing happens where it is served already.</summary>
    public async Task StartApiAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_listener is not null) return;
            _listener = await ApiListener.StartAsync(_core, _options, Address?.Port ?? _options.Port, _serving, cancellationToken);
            Address ??= _listener.Address;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Cuts the API: connections are closed and new ones refused. State and port are kept; controllers go on.</summary>
    public async Task StopApiAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_listener is { } listener) await listener.DisposeAsync();
            _listener = null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A token of the ServiceAccount for the API server.</summary>
    /// <exception cref="StatusException">NotFound: there is no such ServiceAccount.</exception>
    public Task<string> CreateServiceAccountTokenAsync(string ns, string name, TimeSpan lifetime)
    {
        var account = _core.Reads.Get(s_serviceAccounts, new ObjectKey(ns, name)) ?? throw KubernetesStatus.NotFound(s_serviceAccounts, name).ToException();
        return Task.FromResult(_core.Issuer.Issue(account, [], lifetime, pod: null).Token);
    }

    /// <summary>A kubeconfig with that token.</summary>
    public string KubeconfigForToken(string token) => Kubeconfig.ForToken(Address, CaPem, token);

    /// <summary>A kubeconfig with a client certificate for that user and these groups.</summary>
    public string KubeconfigForUser(string user, params IEnumerable<string> groups)
    {
        using var certificate = _core.Keys.Authority.IssueClient(user, groups);
        return Kubeconfig.ForCertificate(Address, CaPem, certificate, user);
    }

    /// <summary>Cuts all open watches in the middle; returns how many there were.</summary>
    public int DropWatches() => _core.Watches.Drop();

    /// <summary>Forgets all history: a watch or a paged list that wants to go on from before now gets 410 Expired.</summary>
    public void CompactLog() => _core.Visible.Compact();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // As asked.
        }
        await StopApiAsync();
        _core.Dispose();
        _serving.Dispose();
        _admin.Dispose();
        _end.Dispose();
        _turn.Dispose();
        if (_temporary is not null) Directory.Delete(_temporary, recursive: true);
    }
}
