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

    public Executable Process { get; }

    /// <summary><c>HOST:PORT</c></summary>
    public string Address { get; }

    public Uri Health { get; }

    public static Task<RunningCloud> StartAsync(params string[] nodes) => ListenAsync("127.0.0.1", "localhost", nodes);

    /// <param name="address">The loopback address to listen on.</param>
    /// <param name="host">The name under which edges reach it.</param>
    /// <param name="nodes">The nodes of the cluster.</param>
    public static async Task<RunningCloud> ListenAsync(string address, string host, params string[] nodes)
    {
        var apiServer = await FakeApiServer.StartAsync(nodes);
        var process = Executable.Cloud("run", "--kubeconfig", apiServer.Kubeconfig, "--listen", address + ":0", "--health-listen", "127.0.0.1:0");
        var line = await process.SaysAsync(" serves on ");
        return new RunningCloud(apiServer, process, $"{host}:{Https().Match(line).Groups[1].Value}", new Uri(Http().Match(line).Value));
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

    [GeneratedRegex(@"https://[\d.]+:(\d+)")]
    private static partial Regex Https();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Http();
}
