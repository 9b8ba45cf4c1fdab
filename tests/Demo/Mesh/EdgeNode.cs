using System.Net;
using System.Net.Sockets;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.Tests.Demo.Mesh;

/// <summary>One node with its daemon.</summary>
public sealed class EdgeNode : IAsyncDisposable
{
    private readonly MeshOptions _options;
    private readonly string _directory;
    private DaemonProcess? _process;
    private KubeApi? _api;

    internal EdgeNode(string name, MeshOptions options)
    {
        (Name, _options) = (name, options);
        _directory = Path.Combine(options.Directory, "edges", name);
        DataDirectory = Path.Combine(_directory, "data");
        Port = FreePort();
    }

    /// <summary>The node's name.</summary>
    public string Name { get; }

    /// <summary>Where the MetaServer listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The daemon's data directory.</summary>
    public string DataDirectory { get; }

    /// <summary>A kubeconfig for the node's MetaServer, with the demo's ServiceAccount.</summary>
    public string KubeconfigPath => Path.Combine(_options.Directory, Name + ".kubeconfig");

    /// <summary>The daemon's output.</summary>
    public string LogFile => Path.Combine(_directory, "edge.log");

    /// <summary>The node's MetaServer, as a pod on it would use it.</summary>
    public KubeApi Api => _api ?? throw new InvalidOperationException($"{Name} has no kubeconfig yet.");

    /// <summary>The running daemon.</summary>
    public DaemonProcess Process => _process ?? throw new InvalidOperationException($"{Name} is not running.");

    /// <summary>Runs <c>edgemesh-edge join</c>.</summary>
    public Task<ProgramResult> JoinAsync(string cloud, string token, params IEnumerable<string> more) =>
        RunAsync("join", ["--cloud", cloud, "--token", token, "--node-name", Name, .. more]);

    /// <summary>Runs a command of the daemon on this node's data directory.</summary>
    public Task<ProgramResult> RunAsync(string command, params IEnumerable<string> arguments) =>
        DaemonProcess.RunAsync(_options.EdgeProgram, TimeSpan.FromSeconds(60), _options.Time, [command, "--data", DataDirectory, .. arguments]);

    /// <summary>Writes the kubeconfig for a ServiceAccount's token.</summary>
    public async Task UseTokenAsync(string token)
    {
        // The C# client does not read tokenFile, so the token goes into the kubeconfig.
        var result = await RunAsync("kubeconfig", "--token", token, "--server", $"https://127.0.0.1:{Port}");
        if (result.ExitCode != 0) throw new InvalidOperationException($"edgemesh-edge kubeconfig: {result.Error}");
        await File.WriteAllTextAsync(KubeconfigPath, result.Output);
        _api = KubeApi.FromKubeconfig(result.Output);
    }

    /// <summary>Starts the daemon.</summary>
    public void Start() => StartWith();

    /// <summary>Starts the daemon. Several share this machine, so none of them has a virtual address.</summary>
    /// <param name="more">Further flags, for this start only.</param>
    public void StartWith(params IEnumerable<string> more) => _process = DaemonProcess.Start(
        _options.EdgeProgram,
        LogFile,
        ["run", "--data", DataDirectory, "--virtual-ip", "none", "--listen", $"127.0.0.1:{Port}", "--log-level", _options.LogLevel, .. _options.EdgeArguments, .. more]);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        if (_process is null) return;
        await _process.StopAsync(_options.Time);
        await _process.DisposeAsync();
    }

    /// <summary>A port that nobody uses now. It must stay the same over the daemon's restarts, so the daemon cannot choose it.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
