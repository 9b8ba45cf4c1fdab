using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Membership;

public sealed class RevokeTests
{
    [Fact]
    public async Task Revoke_EndsWhatIsOpenAtEveryReplica()
    {
        var cluster = Cluster();
        await using var one = await TestCloud.StartAsync(cluster);
        await using var two = await TestCloud.StartAsync(cluster);
        using var client = TestCloud.ClientOf(await one.JoinAsync(await one.CreateTokenAsync(), "hz-1"));
        using var there = await two.ConnectAsync(client);
        using var open = await there.GetAsync("/wait", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

        Assert.True(await one.Members.RevokeAsync("hz-1", TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<Exception>(() => open.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
        foreach (var cloud in new[] { one, two })
        {
            Assert.Equal(" False", await (await cloud.ConnectAsync(client)).GetStringAsync("/whoami", TestContext.Current.CancellationToken));
            var e = await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(client));
            Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
            Assert.Contains("was revoked", e.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Revoke_SurvivesTheRestartOfTheCloud()
    {
        var cluster = Cluster();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] joined;
        await using (var cloud = await TestCloud.StartAsync(cluster))
        {
            joined = (await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1", Csr.Make(NodeSubject.Of("hz-1"), key))).Response.ClientCertificate.ToByteArray();
            await cloud.Members.RevokeAsync("hz-1", TestContext.Current.CancellationToken);
            Assert.Single(cloud.Messages.Lines, line => line.Contains(" 2427 ", StringComparison.Ordinal));
        }
        await using var next = await TestCloud.StartAsync(cluster);
        using var bare = X509CertificateLoader.LoadCertificate(joined);
        using var client = bare.CopyWithPrivateKey(key);
        Assert.Equal(" False", await (await next.ConnectAsync(client)).GetStringAsync("/whoami", TestContext.Current.CancellationToken));
        // Old news is none.
        Assert.DoesNotContain(next.Messages.Lines, line => line.Contains(" 2427 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Revoked_ComesBackOnlyByReplaceAndATokenForIt()
    {
        await using var cloud = await TestCloud.StartAsync(Cluster());
        await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");
        await cloud.Members.RevokeAsync("hz-1", TestContext.Current.CancellationToken);
        // Nor does time free it: it was revoked, not forgotten.
        cloud.Time.Advance(TimeSpan.FromDays(400));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        Assert.Equal(StatusCode.AlreadyExists, e.StatusCode);
        await Assert.ThrowsAsync<RpcException>(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1", replace: true));
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync("hz-1"), "hz-1", replace: true));
        Assert.Equal("system:node:hz-1 True", await (await cloud.ConnectAsync(client)).GetStringAsync("/whoami", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Revoke_WhileARenewalIsUnderWay_WinsOverIt()
    {
        var cluster = Cluster();
        await using var cloud = await TestCloud.StartAsync(cluster);
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var revoked = false;
        cluster.Replacing = path =>
        {
            if (revoked || !path.EndsWith("/edgemesh-node.hz-1", StringComparison.Ordinal)) return;
            revoked = true;
            cloud.Members.RevokeAsync("hz-1", TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        };
        // The connection may be cut before the refusal has been told: either way there is no certificate.
        await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(client, clientCsr: Csr.Make(NodeSubject.Of("hz-1"), key)));
        Assert.Empty(Assert.Single(await cloud.Members.ListAsync(TestContext.Current.CancellationToken)).Certificates);
    }

    [Fact]
    public async Task Renewed_TheFormerCertificateCountsUntilTheNextRenewalAndNoLonger()
    {
        await using var cloud = await TestCloud.StartAsync(Cluster());
        using var first = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        using var second = await RenewAsync(cloud, first);
        Assert.Equal("system:node:hz-1 True", await (await cloud.ConnectAsync(first)).GetStringAsync("/whoami", TestContext.Current.CancellationToken));
        using var third = await RenewAsync(cloud, second);
        Assert.Equal(" False", await (await cloud.ConnectAsync(first)).GetStringAsync("/whoami", TestContext.Current.CancellationToken));
        Assert.Equal("system:node:hz-1 True", await (await cloud.ConnectAsync(third)).GetStringAsync("/whoami", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Connect_NobodyKnowsWhetherItCounts_IsNeitherTakenNorRefused()
    {
        var cluster = Cluster();
        await using var cloud = await TestCloud.StartAsync(cluster);
        cloud.Informers.Lags = true;
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        cluster.Down = true;
        using var answer = await (await cloud.ConnectAsync(client)).GetAsync("/whoami", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Revoke_NodeThatNeverJoined_IsSaid()
    {
        await using var cloud = await TestCloud.StartAsync(Cluster());
        Assert.False(await cloud.Members.RevokeAsync("hz-1", TestContext.Current.CancellationToken));
        Assert.False(await cloud.Members.RevokeAsync("../x", TestContext.Current.CancellationToken));
    }

    private static async Task<X509Certificate2> RenewAsync(TestCloud cloud, X509Certificate2 shown)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = await cloud.RenewAsync(shown, clientCsr: Csr.Make(NodeSubject.Of("hz-1"), key));
        using var renewed = X509CertificateLoader.LoadCertificate(answer.ClientCertificate.Span);
        return renewed.CopyWithPrivateKey(key);
    }

    private static FakeCluster Cluster()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1");
        return cluster;
    }
}
