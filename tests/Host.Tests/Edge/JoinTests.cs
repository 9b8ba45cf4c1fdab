using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

public sealed class JoinTests
{
    private const string GoodForm = "0000000000000000000000000000000000000000000000000000000000000000.abcdef.0123456789abcdef";

    public static TheoryData<string[], int, string> BadInput => new()
    {
        { [], 2, "edgemesh-edge --help" },
        { ["jion"], 2, "'jion' is no command or option here" },
        { ["join"], 2, "--cloud" },
        { ["join", "--cloud", "cloud", "--token", GoodForm], 2, "--cloud wants HOST:PORT" },
        { ["join", "--cloud", "https://cloud:10350", "--token", GoodForm], 2, "--cloud wants HOST:PORT" },
        { ["join", "--cloud", "cloud:10350", "--token", "abcdef.0123456789abcdef"], 2, "--token is malformed" },
        { ["run", "--listen", "10550"], 2, "--listen wants ADDRESS:PORT" },
    };

    [Theory, MemberData(nameof(BadInput))]
    public Task Command_BadInput_IsOneLineThatNamesTheMend(string[] arguments, int exitCode, string says) =>
        OneLine.AssertFailureAsync(Executable.Edge(arguments), exitCode, says);

    [Fact]
    public async Task Join_GoodToken_KeepsAnIdentityForItsOwnerOnly()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        var data = scratch["edge"];
        await cloud.JoinAsync("hz-1", data);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
        foreach (var file in new[] { "node.pem", "serving.pem", "serving-ca.crt", "ca.crt", "config.json" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, file)));
        Assert.Empty(Directory.GetFiles(data, "*.new"));
        using var client = X509Certificate2.CreateFromPemFile(Path.Combine(data, "node.pem"));
        Assert.Contains("CN=system:node:hz-1", client.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_WrongToken_IsOneLineAndNothingIsKept()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        var token = await cloud.CreateTokenAsync();
        await OneLine.AssertFailureAsync(
            Join(cloud, token[..^16] + "0000000000000000", "hz-1", scratch["edge"]), 4, "token is wrong", "edgemesh-cloud token create");
        Assert.False(File.Exists(Path.Combine(scratch["edge"], "config.json")));
        Assert.False(File.Exists(Path.Combine(scratch["edge"], "node.pem")));
    }

    [Fact]
    public async Task Join_TokenOfAnotherCloud_SaysNothingSecretAndStops()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        var token = await cloud.CreateTokenAsync();
        await OneLine.AssertFailureAsync(Join(cloud, new string('0', 64) + token[64..], "hz-1", scratch["edge"]), 4, "not the one that made the token");
        Assert.DoesNotContain("may not join", cloud.Process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_UnknownNode_IsOneLine()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await OneLine.AssertFailureAsync(Join(cloud, await cloud.CreateTokenAsync(), "hz-9", scratch["edge"]), 4, "no node 'hz-9'", "kubectl get nodes");
    }

    [Fact]
    public async Task Join_TokenOfAnotherNode_IsOneLine()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1", "bj-1");
        using var scratch = new Scratch();
        await OneLine.AssertFailureAsync(Join(cloud, await cloud.CreateTokenAsync("--node", "bj-1"), "hz-1", scratch["edge"]), 4, "--node-name bj-1");
    }

    [Fact]
    public async Task Join_CloudUnderANameThatItsCertificateLacks_NamesTheMend()
    {
        await using var cloud = await RunningCloud.ListenAsync("127.0.0.2", "127.0.0.2", "hz-1");
        using var scratch = new Scratch();
        await OneLine.AssertFailureAsync(Join(cloud, await cloud.CreateTokenAsync(), "hz-1", scratch["edge"]), 4, "not for this name", "--advertise");
    }

    [Fact]
    public async Task Join_AnotherNodePosesAsTheCloud_TheTokenIsNotToldToIt()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1", "bj-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("bj-1", scratch["thief"]);
        var calls = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(
            X509Certificate2.CreateFromPemFile(Path.Combine(scratch["thief"], "serving.pem")))));
        await using var thief = builder.Build();
        thief.Run(context =>
        {
            calls.Enqueue(context.Request.Path);
            return context.Response.SendFileAsync(Path.Combine(scratch["thief"], "ca.crt"));
        });
        await thief.StartAsync(TestContext.Current.CancellationToken);

        await OneLine.AssertFailureAsync(
            Executable.Edge("join", "--cloud", $"localhost:{new Uri(thief.Urls.Single()).Port}", "--token", await cloud.CreateTokenAsync(), "--node-name", "hz-1", "--data", scratch["edge"]),
            4, "another node, not the cloud");
        Assert.Equal(["/ca.crt"], calls);
    }

    [Fact]
    public async Task Join_NobodyThere_IsOneLine()
    {
        using var scratch = new Scratch();
        await OneLine.AssertFailureAsync(
            Executable.Edge("join", "--cloud", "127.0.0.1:1", "--token", GoodForm, "--node-name", "hz-1", "--data", scratch["edge"]), 1, "cannot be reached", "--cloud");
    }

    [Fact]
    public async Task Join_DirectoryThatIsNotOurs_IsLeftAsItIs()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["home"]);
        await File.WriteAllTextAsync(Path.Combine(scratch["home"], "letter.txt"), "dear", TestContext.Current.CancellationToken);
        await OneLine.AssertFailureAsync(
            Executable.Edge("join", "--cloud", "127.0.0.1:1", "--token", GoodForm, "--node-name", "hz-1", "--data", scratch["home"]), 4, "letter.txt");
        Assert.Equal([Path.Combine(scratch["home"], "letter.txt")], Directory.GetFileSystemEntries(scratch["home"]));
    }

    [Fact]
    public async Task Join_DirectoryThatCannotBe_IsOneLine()
    {
        using var scratch = new Scratch();
        await File.WriteAllTextAsync(scratch["file"], "", TestContext.Current.CancellationToken);
        await OneLine.AssertFailureAsync(
            Executable.Edge("join", "--cloud", "127.0.0.1:1", "--token", GoodForm, "--node-name", "hz-1", "--data", scratch["file"]), 4, scratch["file"]);
    }

    [Fact]
    public async Task Join_Again_NeedsForce()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1", "hz-2");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["edge"]);
        var before = await File.ReadAllTextAsync(Path.Combine(scratch["edge"], "node.pem"), TestContext.Current.CancellationToken);
        await OneLine.AssertFailureAsync(Join(cloud, await cloud.CreateTokenAsync(), "hz-2", scratch["edge"]), 4, "'hz-1'", "--force");
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(scratch["edge"], "node.pem"), TestContext.Current.CancellationToken));

        await using var forced = Executable.Edge("join", "--cloud", cloud.Address, "--token", await cloud.CreateTokenAsync(), "--node-name", "hz-2", "--data", scratch["edge"], "--force");
        Assert.Equal(0, await forced.EndAsync());
        Assert.Contains("hz-2", await File.ReadAllTextAsync(Path.Combine(scratch["edge"], "config.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_NameThatIsTaken_NeedsReplaceAndATokenForIt()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1");
        using var scratch = new Scratch();
        await cloud.JoinAsync("hz-1", scratch["old"]);
        await OneLine.AssertFailureAsync(Join(cloud, await cloud.CreateTokenAsync(), "hz-1", scratch["new"]), 4, "has joined already", "--replace");
        await OneLine.AssertFailureAsync(Join(cloud, await cloud.CreateTokenAsync(), "hz-1", scratch["new"], "--replace"), 4, "token create --node hz-1");
        await using var replaced = Join(cloud, await cloud.CreateTokenAsync("--node", "hz-1"), "hz-1", scratch["new"], "--replace");
        Assert.True(await replaced.EndAsync() == 0, replaced.Error);

        await using var old = Executable.Edge("run", "--data", scratch["old"], "--virtual-ip", "none", "--listen", "127.0.0.1:0", "--log-level", "none");
        Assert.Equal(4, await old.EndAsync());
        Assert.Contains("another machine has joined", Assert.Single(old.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        await using var @new = Executable.Edge("run", "--data", scratch["new"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await @new.SaysAsync("Connected to the cloud");
    }

    [Fact]
    public async Task Join_TokenForOneUse_IsGoodOnce()
    {
        await using var cloud = await RunningCloud.StartAsync("hz-1", "hz-2");
        using var scratch = new Scratch();
        var token = await cloud.CreateTokenAsync("--uses", "1");
        await using var first = Join(cloud, token, "hz-1", scratch["one"]);
        Assert.True(await first.EndAsync() == 0, first.Error);
        await OneLine.AssertFailureAsync(Join(cloud, token, "hz-2", scratch["two"]), 4, "used up");
    }

    private static Executable Join(RunningCloud cloud, string token, string node, string data, params string[] more) =>
        Executable.Edge(["join", "--cloud", cloud.Address, "--token", token, "--node-name", node, "--data", data, .. more]);
}
