using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary><c>edgemesh-cloud run</c> in front of a fake API server.</summary>
internal sealed partial class RunningCloud : IAsyncDisposable
{
    private RunningCloud(FakeApiServer apiServer, Executable process, string address, Uri health)
    {
        ApiServer = apiServer;
        Process = process;
        Address = address;
        Health = health;
    }

    public FakeApiServer ApiServer { get; }

    public Executable Process { get; private set; }

    /// <summary><c>HOST:PORT</c></summary>
    public string Address { get; }

    public Uri Health { get; private set; }

    public static Task<RunningCloud> StartAsync(params string[] nodes) => ListenAsync("127.0.0.1", "localhost", nodes);

    /// <param name="address">The loopback address to listen on.</param>
    /// <param name="host">The name under which edges reach it.</param>
    /// <param name="nodes">The nodes of the cluster.</param>
    public static async Task<RunningCloud> ListenAsync(string address, string host, params string[] nodes)
    {
        var apiServer = await FakeApiServer.StartAsync(nodes);
        var (process, line) = await RunAsync(apiServer, address + ":0");
        return new RunningCloud(apiServer, process, $"{host}:{Https().Match(line).Groups[1].Value}", new Uri(Http().Match(line).Value));
    }

    /// <summary>Ends it, and starts another one at the same address that has never heard of the node.</summary>
    public async Task RestartWithoutNodeAsync(string node)
    {
        await Process.KillAsync();
        await Process.DisposeAsync();
        ApiServer.Remove($"/api/v1/nodes/{node}");
        (Process, var line) = await RunAsync(ApiServer, Address);
        Health = new Uri(Http().Match(line).Value);
    }

    /// <summary>A fresh join token.</summary>
    public async Task<string> CreateTokenAsync(params string[] more)
    {
        await using var create = Executable.Cloud(["token", "create", "--kubeconfig", ApiServer.Kubeconfig, "-o", "token", .. more]);
        Assert.True(await create.EndAsync() == 0, create.Error);
        return create.Output.Trim();
    }

    public async Task JoinAsync(string node, string data)
    {
        await using var join = Executable.Edge("join", "--cloud", Address, "--token", await CreateTokenAsync(), "--node-name", node, "--data", data);
        Assert.True(await join.EndAsync() == 0, join.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await ApiServer.DisposeAsync();
    }

    private static async Task<(Executable Process, string Line)> RunAsync(FakeApiServer apiServer, string listen)
    {
        var process = Executable.Cloud("run", "--kubeconfig", apiServer.Kubeconfig, "--listen", listen, "--health-listen", "127.0.0.1:0");
        return (process, await process.SaysAsync(" serves on "));
    }

    [GeneratedRegex(@"https://[\d.]+:(\d+)")]
    private static partial Regex Https();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Http();
}
