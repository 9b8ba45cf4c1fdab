using Grpc.Core;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Membership;

public sealed class ReplaceTests
{
    [Fact]
    public async Task Enrol_NameThatIsTaken_IsRefusedAndNothingChanges()
    {
        await using var cloud = await StartAsync();
        using var first = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync("hz-1"), "hz-1"));
        Assert.Equal(StatusCode.AlreadyExists, e.StatusCode);
        Assert.Contains("--replace", e.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, first));
    }

    [Fact]
    public async Task Enrol_ReplaceWithATokenForAnyNode_IsDenied()
    {
        await using var cloud = await StartAsync();
        await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");
        var e = await Assert.ThrowsAsync<RpcException>(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1", replace: true));
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
        Assert.Contains("token create --node hz-1", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_Replace_EndsWhatTheOldOneHasOpenAndItsCertificateCountsNoMore()
    {
        await using var cloud = await StartAsync();
        using var old = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        using var connected = await cloud.ConnectAsync(old);
        using var open = await connected.GetAsync("/wait", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        using var @new = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync("hz-1"), "hz-1", replace: true));
        await Assert.ThrowsAnyAsync<Exception>(() => open.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal(" False", await connected.GetStringAsync("/whoami", TestContext.Current.CancellationToken));
        Assert.Equal(" False", await WhoAmIAsync(cloud, old));
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, @new));
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(old));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
        Assert.Contains("another machine", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_NameWhoseCertificatesHaveExpired_IsFree()
    {
        await using var cloud = await StartAsync();
        await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");
        cloud.Time.Advance(TimeSpan.FromDays(366));
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, client));
    }

    [Fact]
    public async Task Enrol_TwoAtOnce_OneIsTheNode()
    {
        await using var cloud = await StartAsync();
        var tokens = new[] { await cloud.CreateTokenAsync(), await cloud.CreateTokenAsync(), await cloud.CreateTokenAsync() };
        // A server's very first handshakes, several at once, are not what is tried here: one of them ended early on a busy machine.
        _ = await cloud.GetAuthorityAsync();
        var joins = tokens.Select(token => cloud.JoinAsync(token, "hz-1")).ToArray();
        await Task.WhenAll(joins.Select(join => join.ContinueWith(static _ => { }, TaskScheduler.Default)));
        _ = Assert.Single(joins, join => join.IsCompletedSuccessfully);
        foreach (var join in joins.Where(join => join.IsFaulted))
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => join);
            Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Joined_AtAReplicaThatTheOtherHasNotHeardOfYet_IsKnownThere()
    {
        await using var cloud = await StartAsync();
        cloud.Informers.Lags = true;
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, client));
    }

    private static async Task<string> WhoAmIAsync(TestCloud cloud, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        await (await cloud.ConnectAsync(certificate)).GetStringAsync("/whoami", TestContext.Current.CancellationToken);

    private static async Task<TestCloud> StartAsync()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1");
        return await TestCloud.StartAsync(cluster);
    }
}
