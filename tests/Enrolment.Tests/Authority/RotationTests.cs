using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Authority;

public sealed class RotationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_EveryStep_KeepsWhoeverIsToldInTime()
    {
        await using var cloud = await StartAsync();
        var first = await cloud.GetAuthorityAsync();
        using var before = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));

        await cloud.Rotation.AnnounceAsync(Cancellation);
        var announced = await cloud.RenewAsync(before);
        Assert.Equal(2, announced.Authorities.Count);
        Assert.False(announced.ClientOutdated);
        Assert.Equal(first.Subject, await IssuerOfTheCloudAsync(cloud));

        await Assert.ThrowsAsync<RotationException>(() => cloud.Rotation.PromoteAsync(false, Cancellation));
        cloud.Time.Advance(TimeSpan.FromHours(25));
        await cloud.Rotation.PromoteAsync(false, Cancellation);
        // Who was offline knows the first one only, and is served with a certificate of that.
        Assert.Equal(first.Subject, await IssuerOfTheCloudAsync(cloud));
        var promoted = await cloud.RenewAsync(before);
        Assert.True(promoted.ClientOutdated);
        Assert.NotEqual(first.RawData, promoted.Authorities[0].ToByteArray());

        Assert.Contains("hz-1", (await Assert.ThrowsAsync<RotationException>(() => cloud.Rotation.RetireAsync(false, Cancellation))).Message, StringComparison.Ordinal);
        using var after = await RenewClientAsync(cloud, before);
        Assert.NotEqual(first.Subject, after.Issuer);
        await cloud.Rotation.RetireAsync(false, Cancellation);
        Assert.NotEqual(first.Subject, await IssuerOfTheCloudAsync(cloud));
        Assert.Equal("system:node:hz-1 True", await (await cloud.ConnectAsync(after)).GetStringAsync("/whoami", Cancellation));
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await (await cloud.ConnectAsync(before)).GetStringAsync("/whoami", Cancellation));
        Assert.Single(await cloud.Rotation.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Token_MadeBeforeTheChange_JoinsWhileItGoesOn()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        await cloud.Rotation.AnnounceAsync(Cancellation);
        await cloud.Rotation.PromoteAsync(true, Cancellation);
        var (response, _) = await cloud.JoinAsync(token, "hz-1");
        Assert.Equal(2, response.Authorities.Count);
    }

    [Fact]
    public async Task Steps_OutOfOrder_AreRefusedWithWhatToDo()
    {
        await using var cloud = await StartAsync();
        Assert.Contains("ca rotate", (await Assert.ThrowsAsync<RotationException>(() => cloud.Rotation.PromoteAsync(true, Cancellation))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RotationException>(() => cloud.Rotation.RetireAsync(true, Cancellation));
        await cloud.Rotation.AnnounceAsync(Cancellation);
        Assert.Contains("ca promote", (await Assert.ThrowsAsync<RotationException>(() => cloud.Rotation.AnnounceAsync(Cancellation))).Message, StringComparison.Ordinal);
        await cloud.Rotation.PromoteAsync(true, Cancellation);
        Assert.Contains("ca retire", (await Assert.ThrowsAsync<RotationException>(() => cloud.Rotation.AnnounceAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_DamagedWhileTheCloudRuns_IsSaidAndChangesNothing()
    {
        await using var cloud = await StartAsync();
        var before = await cloud.GetAuthorityAsync();
        cloud.Cluster["/api/v1/namespaces/edgemesh-system/secrets/edgemesh-ca"] = new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "edgemesh-ca" }, ["data"] = new System.Text.Json.Nodes.JsonObject() };
        Assert.Equal(before.RawData, (await cloud.GetAuthorityAsync()).RawData);
        Assert.Contains(cloud.Messages.Lines, line => line.Contains("2404", StringComparison.Ordinal));
    }

    private static async Task<string> IssuerOfTheCloudAsync(TestCloud cloud)
    {
        var issuer = "";
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
#pragma warning disable CA5359 // Looked at only.
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    issuer = certificate!.Issuer;
                    return true;
                },
#pragma warning restore CA5359
            },
        };
        using var client = new HttpClient(handler);
        await client.GetStringAsync(new Uri(cloud.Address, "/ca.crt"), Cancellation);
        return issuer;
    }

    private static async Task<X509Certificate2> RenewClientAsync(TestCloud cloud, X509Certificate2 shown)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = await cloud.RenewAsync(shown, clientCsr: Csr.Make(NodeSubject.Of("hz-1"), key));
        using var renewed = X509CertificateLoader.LoadCertificate(answer.ClientCertificate.Span);
        return renewed.CopyWithPrivateKey(key);
    }

    private static async Task<TestCloud> StartAsync()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1");
        return await TestCloud.StartAsync(cluster, options => options.ServingSigner = ServingSigner.Own);
    }
}
