using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

public sealed class RunTests
{
    [Fact]
    public async Task Run_WithoutJoin_IsOneLine()
    {
        using var scratch = new Scratch();
        await OneLine.AssertFailureAsync(Executable.Edge("run", "--data", scratch["edge"]), 4, "Join first", "--data");
    }

    [Fact]
    public async Task Run_DamagedIdentity_IsOneLine()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await File.WriteAllTextAsync(Path.Combine(scratch["edge"], "node.pem"), "rubbish", TestContext.Current.CancellationToken);
        await OneLine.AssertFailureAsync(Executable.Edge("run", "--data", scratch["edge"]), 4, "--force");
    }

    [Fact]
    public async Task Run_PortInUse_NamesTheFlag()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await OneLine.AssertFailureAsync(
            Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", taken.LocalEndpoint.ToString()!, "--log-level", "error"), 4, "--listen");
    }

    [Theory]
    [InlineData("--watches-per-caller", "0", "--watches-per-caller wants a count")]
    [InlineData("--node-lists", "many", "--node-lists wants a count")]
    [InlineData("--audit-log-maxsize", "0", "--audit-log-maxsize wants a number from 1 to 1024, for example 10")]
    [InlineData("--audit-log-maxbackup", "101", "--audit-log-maxbackup wants a number from 1 to 100, for example 3")]
    [InlineData("--api-audiences", " , ", "--api-audiences wants audiences")]
    [InlineData("--lists", "3", "--lists-per-caller is 8, above --lists, which is 3")]
    public async Task Run_LimitThatCannotBe_NamesTheFlag(string flag, string value, string says)
    {
        using var scratch = new Scratch();
        await OneLine.AssertFailureAsync(Executable.Edge("run", "--data", scratch["edge"], flag, value), 2, says);
    }

    [Fact]
    public async Task Run_WithLimits_KeepsThem()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await using var edge = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0", "--lists", "9", "--watches-per-caller", "1000000", "--watches", "1000000");
        await edge.SaysAsync("Connected to the cloud");
    }

    [Fact]
    public async Task Run_SecondDaemonOnTheSameDirectory_IsOneLineAndTheFirstGoesOn()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await using var first = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await first.SaysAsync("Connected to the cloud");
        await OneLine.AssertFailureAsync(
            Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0", "--log-level", "error"), 4, "Another process uses");
        await using var status = Executable.Edge("status", "--data", scratch["edge"]);
        Assert.Equal(0, await status.EndAsync());
    }

    [Fact]
    public async Task Run_SecondDaemonOfTheSameNode_EndsWithTheReason()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["one"]);
        scratch.CopyIdentity("one", "two");
        await using var first = Executable.Edge("run", "--data", scratch["one"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await first.SaysAsync("Connected to the cloud");
        await using var second = Executable.Edge("run", "--data", scratch["two"], "--virtual-ip", "none", "--listen", "127.0.0.1:0", "--log-level", "none");
        Assert.Equal(4, await second.EndAsync());
        Assert.Contains("another daemon", Assert.Single(second.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NodeThatTheClusterDoesNotHave_GoesOnServingAndSaysWhy()
    {
        await using var cloud = await RunningCloud.ListenAsync("127.0.0.1", "127.0.0.1", "hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await cloud.RestartWithoutNodeAsync("hz-1");
        await using var daemon = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await daemon.SaysAsync("The cloud refuses this node; what is held is served meanwhile");

        await using var status = Executable.Edge("status", "--data", scratch["edge"]);
        Assert.Equal(0, await status.EndAsync());
        Assert.Matches("NOT CONNECTED since .*hz-1.*kubectl get nodes", status.Output);
        Assert.Equal(0, await daemon.TerminateAsync());
    }

    [Fact]
    public async Task Run_Terminated_EndsWithZeroAndLeavesNoSocketInTheWay()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await using (var first = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0"))
        {
            await first.SaysAsync(" serves on ");
            await first.KillAsync();
        }

        await using var second = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await second.SaysAsync(" serves on ");
        Assert.Equal(0, await second.TerminateAsync());
    }

    [Fact]
    public async Task Status_Running_TellsOfTheLinkAndWhatIsHeld()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await using var daemon = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await daemon.SaysAsync("Connected to the cloud");

        await using var text = Executable.Edge("status", "--data", scratch["edge"]);
        Assert.Equal(0, await text.EndAsync());
        Assert.Contains("Node     hz-1", text.Output, StringComparison.Ordinal);
        Assert.Contains("connected since", text.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(scratch["edge"], "status.sock")));

        await cloud.Process.KillAsync();
        await daemon.SaysAsync("Not connected");
        await using var json = Executable.Edge("status", "--data", scratch["edge"], "-o", "json");
        Assert.Equal(0, await json.EndAsync());
        var link = JsonNode.Parse(json.Output)!["link"]!;
        Assert.False((bool)link["connected"]!);
        Assert.NotEmpty((string)link["problem"]!);
        Assert.NotNull(link["lastContact"]);
    }

    [Fact]
    public async Task Status_OfANodeInNoGroup_SaysThatItSeesNoBackendOfClosedServices()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await using var daemon = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await daemon.SaysAsync("Connected to the cloud");
        var said = "";
        for (var start = TimeProvider.System.GetTimestamp(); !said.Contains("Group    none", StringComparison.Ordinal);)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), said);
            await using var status = Executable.Edge("status", "--data", scratch["edge"]);
            Assert.Equal(0, await status.EndAsync());
            said = status.Output;
        }
        Assert.Contains("Group    none: of Services that are closed to their node group, no backend is seen here", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NotRunning_SaysWhatIsKnownAndEndsWith3()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await OneLine.AssertFailureAsync(Executable.Edge("status", "--data", scratch["edge"]), 3, "not running", "hz-1", cloud.Address);
        await OneLine.AssertFailureAsync(Executable.Edge("status", "--data", scratch["nowhere"]), 3, "Join first");
    }

    [Fact]
    public async Task Kubeconfig_OfARunningDaemon_IsTrustedByItsCaAndCarriesTheCallersToken()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        await using var daemon = Executable.Edge("run", "--data", scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await daemon.SaysAsync("Connected to the cloud");
        await using var kubeconfig = Executable.Edge("kubeconfig", "--data", scratch["edge"], "--token", "caller");
        Assert.Equal(0, await kubeconfig.EndAsync());

        var server = new Uri(Regex.Match(kubeconfig.Output, "server: \"(https://127.0.0.1:[0-9]+)\"").Groups[1].Value);
        var ca = X509Certificate2.CreateFromPem(System.Text.Encoding.UTF8.GetString(
            Convert.FromBase64String(Regex.Match(kubeconfig.Output, "certificate-authority-data: (\\S+)").Groups[1].Value)));
        Assert.Contains("token: \"caller\"", kubeconfig.Output, StringComparison.Ordinal);

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(ca);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = policy;
        using var http = new HttpClient(handler) { BaseAddress = server, DefaultRequestVersion = HttpVersion.Version20 };
        using var healthy = await http.GetAsync("/healthz", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (healthy.StatusCode, healthy.Version));
        using var anonymous = await http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Fact]
    public async Task Kubeconfig_WithoutToken_IsOneLine()
    {
        using var scratch = new Scratch();
        await OneLine.AssertFailureAsync(Executable.Edge("kubeconfig", "--data", scratch["edge"]), 2, "--token-file");
    }
}
