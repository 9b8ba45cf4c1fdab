using System.Net;
using System.Net.Sockets;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Host.Tests.Cloud;

public sealed class CloudCommandTests
{
    public static TheoryData<string[], int, string> BadInput => new()
    {
        { [], 2, "edgemesh-cloud --help" },
        { ["rnu"], 2, "'rnu' is no command or option here" },
        { ["run", "--lisen", ":1"], 2, "'--lisen' is no command or option here" },
        { ["run", "--listen", "here"], 2, "--listen wants ADDRESS:PORT" },
        { ["run", "--log-level", "loud"], 2, "loud" },
        { ["token", "create", "--ttl", "tomorrow"], 2, "--ttl wants a duration" },
        { ["token", "delete", "not-an-id"], 4, "no file" },
        { ["run"], 4, "--kubeconfig" },
        { ["run", "--kubeconfig", "/nonexistent/config"], 4, "/nonexistent/config" },
        { ["token", "create"], 4, "--kubeconfig" },
    };

    [Theory, MemberData(nameof(BadInput))]
    public Task Command_BadInput_IsOneLineThatNamesTheMend(string[] arguments, int exitCode, string says) =>
        OneLine.AssertFailureAsync(Executable.Cloud(arguments), exitCode, says);

    [Fact]
    public async Task Run_BadOptions_SaysAllFaultsInOneLine()
    {
        await using var apiServer = await FakeApiServer.StartAsync();
        await OneLine.AssertFailureAsync(
            Executable.Cloud("run", "--kubeconfig", apiServer.Kubeconfig, "--namespace", "Not_A_Name", "--advertise", "https://cloud"), 4, "--namespace", "--advertise");
    }

    [Fact]
    public async Task Run_PortInUse_NamesTheFlag()
    {
        await using var apiServer = await FakeApiServer.StartAsync();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var process = Executable.Cloud(
            "run", "--kubeconfig", apiServer.Kubeconfig, "--listen", taken.LocalEndpoint.ToString()!, "--health-listen", "127.0.0.1:0", "--log-level", "error");
        Assert.Equal(4, await process.EndAsync());
        Assert.Contains("--listen", Assert.Single(process.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_CreateListDelete_GoTogether()
    {
        await using var apiServer = await FakeApiServer.StartAsync();
        await using var create = Executable.Cloud("token", "create", "--kubeconfig", apiServer.Kubeconfig, "--node", "hz-1", "--cloud", "cloud.example.com:10350");
        Assert.Equal(0, await create.EndAsync());
        Assert.Matches(@"^edgemesh-edge join --cloud cloud\.example\.com:10350 --token [0-9a-f]{64}\.[a-z0-9]{6}\.[a-z0-9]{16} --node-name hz-1\n$", create.Output);

        var id = create.Output.Split("--token ")[1].Split('.')[1];
        await using var list = Executable.Cloud("token", "list", "--kubeconfig", apiServer.Kubeconfig);
        Assert.Equal(0, await list.EndAsync());
        Assert.Contains(list.Output.Split('\n'), line => line.StartsWith(id, StringComparison.Ordinal) && line.Contains("hz-1", StringComparison.Ordinal));

        await using var delete = Executable.Cloud("token", "delete", id, "--kubeconfig", apiServer.Kubeconfig);
        Assert.Equal(0, await delete.EndAsync());
        Assert.False(apiServer.Has($"/api/v1/namespaces/kube-system/secrets/bootstrap-token-{id}"));
        await OneLine.AssertFailureAsync(Executable.Cloud("token", "delete", id, "--kubeconfig", apiServer.Kubeconfig), 2, id);
    }

    [Fact]
    public async Task Crds_Print_IsTheDefinitions()
    {
        await using var print = Executable.Cloud("crds", "print");
        Assert.Equal(0, await print.EndAsync());
        Assert.Contains("name: nodegroups.apps.kubeedge.io", print.Output, StringComparison.Ordinal);
        Assert.Contains("name: edgeapplications.apps.kubeedge.io", print.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HealthPort_ServesHealthAndNothingElse()
    {
        await using var cloud = await RunningCloud.StartAsync();
        using var http = new HttpClient { BaseAddress = cloud.Health };
        Assert.Equal("ok\n", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        Assert.Equal("ok\n", await http.GetStringAsync("/readyz", TestContext.Current.CancellationToken));
        using var refused = await http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Run_HealthPort_ShowsMetricsOfEveryRoom()
    {
        await using var cloud = await RunningCloud.StartAsync();
        using var http = new HttpClient { BaseAddress = cloud.Health };
        var metrics = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        foreach (var name in (string[])["edgemesh_distribution_sessions", "edgemesh_controllers_leading", "dotnet_gc_collections"])
            Assert.Contains(metrics.Split('\n'), line => line.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_Terminated_EndsWithZero()
    {
        await using var cloud = await RunningCloud.StartAsync();
        Assert.Equal(0, await cloud.Process.TerminateAsync());
    }

    [Fact]
    public async Task Run_ApiServerGone_GivesUpWithOneLine()
    {
        string kubeconfig;
        using var scratch = new Scratch();
        await using (var apiServer = await FakeApiServer.StartAsync())
        {
            kubeconfig = scratch["kubeconfig"];
            File.Copy(apiServer.Kubeconfig, kubeconfig);
        }

        await OneLine.AssertFailureAsync(Executable.Cloud("token", "create", "--kubeconfig", kubeconfig), 1, "cannot be reached", "127.0.0.1");
    }
}
