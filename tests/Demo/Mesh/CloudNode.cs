namespace KubeEdge.EdgeMesh.Tests.Demo.Mesh;

/// <summary>The cloud component as a process.</summary>
public sealed class CloudNode : IAsyncDisposable
{
    private const string Program = "edgemesh-cloud";
    private readonly MeshOptions _options;
    private readonly string _kubeconfig;
    private string? _confined;
    private DaemonProcess? _process;

    internal CloudNode(MeshOptions options, string kubeconfigPath)
    {
        (_options, _kubeconfig, Arguments) = (options, kubeconfigPath, options.CloudArguments);
        Address = $"127.0.0.1:{EdgeNode.FreePort()}";
        HealthAddress = $"127.0.0.1:{EdgeNode.FreePort()}";
    }

    /// <summary>Where edges reach it.</summary>
    public string Address { get; }

    /// <summary>Where it says over plain HTTP that it serves.</summary>
    public string HealthAddress { get; }

    /// <summary>Its output.</summary>
    public string LogFile => Path.Combine(_options.Directory, "cloud.log");

    /// <summary>What it is told besides, from its next start on.</summary>
    public IReadOnlyList<string> Arguments { get; set; }

    /// <summary>The running process.</summary>
    public DaemonProcess Process => _process ?? throw new InvalidOperationException("The cloud is not running.");

    /// <summary>Starts it.</summary>
    public void Start() => _process = DaemonProcess.Start(
        Program, LogFile, ["run", "--kubeconfig", _confined ?? _kubeconfig, "--listen", Address, "--health-listen", HealthAddress, "--log-level", _options.LogLevel, .. (string[])(_confined is null ? ["--install-crds"] : []), .. Arguments]);

    /// <summary>Has it run with this kubeconfig from now on, and the definitions installed by the administrator, since it may not do that itself.</summary>
    public async Task ConfineAsync(string kubeconfigPath)
    {
        var result = await DaemonProcess.RunAsync(Program, TimeSpan.FromSeconds(60), _options.Time, "crds", "install", "--kubeconfig", _kubeconfig);
        if (result.ExitCode != 0) throw new InvalidOperationException($"edgemesh-cloud crds install: {result.Error}");
        _confined = kubeconfigPath;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
        _process = null;
    }

    /// <summary>Makes a join token and returns it.</summary>
    public async Task<string> CreateTokenAsync(params IEnumerable<string> more)
    {
        var result = await RunAsync("token", "create", ["--cloud", Address, "--ttl", "1h", "--output", "token", .. more]);
        if (result.ExitCode != 0) throw new InvalidOperationException($"edgemesh-cloud token create: {result.Error}");
        return result.Output.Trim();
    }

    /// <summary>Runs a command of the cloud's program as the cluster's administrator.</summary>
    public Task<ProgramResult> RunAsync(string command, string verb, params IEnumerable<string> arguments) =>
        DaemonProcess.RunAsync(Program, TimeSpan.FromSeconds(60), _options.Time, [command, verb, "--kubeconfig", _kubeconfig, .. arguments]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        await _process.StopAsync(_options.Time);
        await _process.DisposeAsync();
    }
}
