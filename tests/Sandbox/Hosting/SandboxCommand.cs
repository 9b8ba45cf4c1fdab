using System.CommandLine;
using KubeEdge.EdgeMesh.Edge.Store;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Hosting;

/// <summary><c>edgemesh-sandbox</c>: a cluster that stays until Ctrl-C.</summary>
internal static class SandboxCommand
{
    public static RootCommand Create()
    {
        var port = new Option<int>("--port") { Description = "The port to listen on; 0 takes a free one.", HelpName = "PORT" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError("--port must be between 0 and 65535.");
        });
        var address = new Option<string>("--address") { Description = "The address to listen on.", HelpName = "IP", DefaultValueFactory = _ => "127.0.0.1" };
        address.Validators.Add(result =>
        {
            if (!System.Net.IPAddress.TryParse(result.GetValueOrDefault<string>(), out _)) result.AddError("--address must be an IP address of this machine, for example 127.0.0.1.");
        });
        var data = new Option<string?>("--data") { Description = "A directory to keep the cluster in; without it everything is forgotten at the end.", HelpName = "DIR" };
        var nodes = new Option<int>("--nodes") { Description = "How many nodes to start with, each with a hollow kubelet.", HelpName = "N", DefaultValueFactory = _ => 2 };
        nodes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 5000) result.AddError("--nodes must be between 0 and 5000.");
        });
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Where to write the administrator's kubeconfig.", HelpName = "FILE" };
        var verbose = new Option<bool>("--verbose") { Description = "Log what happens to standard error." };

        var command = new RootCommand("A Kubernetes cluster in one process, to try and to test with.") { port, address, data, nodes, kubeconfig, verbose };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new SandboxOptions { Port = parsed.GetValue(port), Address = parsed.GetValue(address)!, DataDirectory = parsed.GetValue(data) },
            parsed.GetValue(nodes), parsed.GetValue(kubeconfig), parsed.GetValue(verbose), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SandboxOptions options, int nodes, string? kubeconfig, bool verbose, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(builder =>
        {
            builder.SetMinimumLevel(verbose ? LogLevel.Information : LogLevel.Warning);
            builder.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        });
        options.Logging = logging;
        for (var i = 1; i <= nodes; i++) options.Nodes.Add($"node-{i}");
        try
        {
            await using var cluster = await SandboxCluster.StartAsync(options, cancellationToken);
            var file = Path.GetFullPath(kubeconfig ?? Path.Combine(options.DataDirectory ?? Path.GetTempPath(), $"edgemesh-sandbox-{cluster.Address.Port}.kubeconfig"));
            WriteSecret(file, cluster.AdminKubeconfig);
            Console.Out.WriteLine($"The cluster is served at {cluster.Address} until Ctrl-C. Use it with:");
            Console.Out.WriteLine($"  export KUBECONFIG={file}");
            await EndAsync(cancellationToken);
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreException)
        {
            Console.Error.WriteLine($"edgemesh-sandbox cannot start: {fault.Message} Choose another with --port, --address or --data.");
            return 1;
        }
    }

    private static async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Out.WriteLine("Stopped.");
        }
    }

    private static void WriteSecret(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
