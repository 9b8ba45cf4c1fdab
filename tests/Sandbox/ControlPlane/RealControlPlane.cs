using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Tests.Sandbox.Certificates;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

/// <summary>
/// A real etcd and kube-apiserver on loopback, from the folder that the environment variable KUBEBUILDER_ASSETS names or from envtest's usual
/// place. There are no controllers and no kubelets: the sandbox's own can be run against it through <see cref="Cluster.HttpClusterClient"/>.
/// </summary>
public sealed class RealControlPlane : IAsyncDisposable
{
    private const string Variable = "KUBEBUILDER_ASSETS";
    private const string UsualPlace = "/usr/local/kubebuilder/bin";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = Directory.CreateTempSubdirectory("control-plane-").FullName;
    private readonly List<Process> _processes = [];
    private readonly ClusterAuthority _authority;
    private readonly TimeProvider _time;
    private readonly int _port = FreePort();

    private readonly string _etcd = $"http://127.0.0.1:{FreePort()}";

    private readonly string _advertised;

    private readonly string _controllers;

    private RealControlPlane(TimeProvider time, string advertised, string controllers)
    {
        (_time, _advertised, _controllers) = (time, advertised, controllers);
        _authority = new ClusterAuthority("control-plane-test-ca", time);
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Missing { get; } =
        new[] { "etcd", "kube-apiserver" }.All(program => File.Exists(Path.Combine(Folder, program)))
            ? null : $"no etcd and kube-apiserver in {Folder}: set {Variable} to the folder that holds them";

    /// <summary>Where the API server listens.</summary>
    public Uri Address => new($"https://127.0.0.1:{_port}");

    /// <summary>A kubeconfig of the group system:masters.</summary>
    public string AdminKubeconfig { get; private set; } = "";

    /// <summary>The process id of the API server, for those who measure it.</summary>
    public int ApiServerProcessId => _processes[1].Id;

    /// <summary>Where a program of Kubernetes lies; null where it does not.</summary>
    public static string? Find(string program) => Path.Combine(Folder, program) is var path && File.Exists(path) ? path : null;

    private static string Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : UsualPlace;

    /// <summary>Starts both programs and waits until the API server is ready.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="auditLog">A file that gets an audit event for each request, without bodies; null for none.</param>
    /// <param name="advertised">What the endpoints of <c>default/kubernetes</c> say; of a loopback address the API server makes none.</param>
    /// <param name="controllers">Which of kube-controller-manager's controllers to run, where it is at hand; empty for none.</param>
    /// <param name="restrictsNodes">Whether the admission plug-in NodeRestriction looks at what nodes write, as kubeadm has it.</param>
    /// <exception cref="InvalidOperationException">One of them ended; the message holds the end of its log.</exception>
    /// <exception cref="TimeoutException">The API server was not ready in time.</exception>
    public static async Task<RealControlPlane> StartAsync(
        TimeProvider time, CancellationToken cancellationToken, string? auditLog = null, string advertised = "127.0.0.1", string controllers = "", bool restrictsNodes = false)
    {
        var plane = new RealControlPlane(time, advertised, controllers);
        try
        {
            await plane.RunAsync(auditLog, restrictsNodes, cancellationToken);
            return plane;
        }
        catch (Exception)
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with the administrator's certificate: HTTP/1.1, no time-out.</summary>
    public HttpClient CreateAdminClient()
    {
        using var admin = _authority.IssueClient("kubernetes-admin", "system:masters");
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 512 };
        handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(admin.Export(X509ContentType.Pkcs12), null)];
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _authority.Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(handler) { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Lets etcd forget all states before a revision, as the API server does of itself every five minutes.</summary>
    public async Task CompactAsync(long revision, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var body = new StringContent(string.Create(CultureInfo.InvariantCulture, $"{{\"revision\":\"{revision}\",\"physical\":true}}"));
        using var answer = await client.PostAsync(new Uri($"{_etcd}/v3/kv/compaction"), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A client certificate of the cluster's CA, with its key: what a kubelet has.</summary>
    public X509Certificate2 IssueClient(string user, params IEnumerable<string> groups)
    {
        using var issued = _authority.IssueClient(user, groups);
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The API server before its etcd.
        foreach (var process in Enumerable.Reverse(_processes))
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _authority.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task RunAsync(string? auditLog, bool restrictsNodes, CancellationToken cancellationToken)
    {
        WriteCredentials();
        var (clients, peers) = (_etcd, $"http://127.0.0.1:{FreePort()}");
        Start(
            "etcd", "--name=test", $"--data-dir={_directory}/etcd", "--unsafe-no-fsync", "--log-level=warn",
            $"--listen-client-urls={clients}", $"--advertise-client-urls={clients}",
            $"--listen-peer-urls={peers}", $"--initial-advertise-peer-urls={peers}", $"--initial-cluster=test={peers}");
        Start(
            "kube-apiserver",
            [$"--etcd-servers={clients}", "--bind-address=127.0.0.1", $"--secure-port={_port}", $"--advertise-address={_advertised}",
            $"--tls-cert-file={_directory}/apiserver.crt", $"--tls-private-key-file={_directory}/apiserver.key", $"--client-ca-file={_directory}/ca.crt",
            "--authorization-mode=Node,RBAC", "--allow-privileged=true", "--service-cluster-ip-range=10.96.0.0/16",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            $"--service-account-key-file={_directory}/sa.pub", $"--service-account-signing-key-file={_directory}/sa.key",
            // A ServiceAccount's token is asked for by whoever needs one: no controller makes the accounts that this plug-in waits for.
            "--disable-admission-plugins=ServiceAccount",
            .. restrictsNodes ? (string[])["--enable-admission-plugins=NodeRestriction"] : [],
            .. Audit(auditLog)]);
        await ReadyAsync(cancellationToken);
        if (_controllers.Length == 0 || Find("kube-controller-manager") is null) return;
        Write("admin.kubeconfig", AdminKubeconfig);
        Write("ca.key", _authority.ExportKeyPem());
        Start(
            "kube-controller-manager", $"--kubeconfig={_directory}/admin.kubeconfig", "--bind-address=127.0.0.1", "--secure-port=0", "--leader-elect=false",
            $"--controllers={_controllers}", $"--root-ca-file={_directory}/ca.crt",
            $"--cluster-signing-cert-file={_directory}/ca.crt", $"--cluster-signing-key-file={_directory}/ca.key");
    }

    private IEnumerable<string> Audit(string? log)
    {
        if (log is null) return [];
        Write("audit.json", """{"apiVersion":"audit.k8s.io/v1","kind":"Policy","omitStages":["RequestReceived"],"rules":[{"level":"Metadata"}]}""");
        return [$"--audit-policy-file={_directory}/audit.json", $"--audit-log-path={log}"];
    }

    private void WriteCredentials()
    {
        using var server = _authority.IssueServer("kube-apiserver", "localhost", "127.0.0.1", "10.96.0.1", "kubernetes", "kubernetes.default", "kubernetes.default.svc");
        using var admin = _authority.IssueClient("kubernetes-admin", "system:masters");
        using var accounts = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write("ca.crt", _authority.CertificatePem);
        Write("apiserver.crt", server.ExportCertificatePem());
        Write("apiserver.key", KeyOf(server));
        Write("sa.key", accounts.ExportECPrivateKeyPem());
        Write("sa.pub", accounts.ExportSubjectPublicKeyInfoPem());
        AdminKubeconfig =
            $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{ name: test, context: { cluster: test, user: admin } }]
            clusters:
            - name: test
              cluster: { server: "{{Address}}", certificate-authority-data: {{Base64(_authority.CertificatePem)}} }
            users:
            - name: admin
              user: { client-certificate-data: {{Base64(admin.ExportCertificatePem())}}, client-key-data: {{Base64(KeyOf(admin))}} }

            """;
    }

    private void Start(string program, params IEnumerable<string> arguments)
    {
        // The shell sends the output to a file, so that nobody has to read a pipe; exec keeps the process id.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _directory };
        foreach (var argument in new[] { "-c", $"exec \"$0\" \"$@\" >{program}.log 2>&1", Path.Combine(Folder, program) }.Concat(arguments)) start.ArgumentList.Add(argument);
        _processes.Add(Process.Start(start)!);
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var client = CreateAdminClient();
        using var limit = new CancellationTokenSource(Patience, _time);
        while (true)
        {
            if (_processes.Find(process => process.HasExited) is { } dead) throw new InvalidOperationException($"A control plane process ended with {dead.ExitCode}: {Logs()}");
            if (limit.IsCancellationRequested) throw new TimeoutException($"The API server was not ready within {Patience.TotalSeconds:0} s: {Logs()}");
            if (await IsReadyAsync(client, cancellationToken)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Logs() => string.Join('\n', Directory.EnumerateFiles(_directory, "*.log").SelectMany(file => File.ReadLines(file).TakeLast(10)));

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_directory, name), content);

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportECPrivateKeyPem();
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
