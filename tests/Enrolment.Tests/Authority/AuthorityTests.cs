using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Authority;

public sealed class AuthorityTests
{
    private const string Path = "/api/v1/namespaces/edgemesh-system/secrets/edgemesh-ca";

    [Fact]
    public async Task Start_SeveralReplicasAtOnce_AgreeOnOneAuthority()
    {
        var cluster = new FakeCluster();
        var clouds = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestCloud.StartAsync(cluster)));
        var hashes = await Task.WhenAll(clouds.Select(async cloud => Convert.ToHexString((await cloud.GetAuthorityAsync()).RawData)));
        Assert.Single(hashes.Distinct());
        foreach (var cloud in clouds) await cloud.DisposeAsync();
    }

    [Fact]
    public async Task Start_Again_KeepsTheAuthority()
    {
        var cluster = new FakeCluster();
        await using var first = await TestCloud.StartAsync(cluster);
        var made = cluster.Creations;
        await using var second = await TestCloud.StartAsync(cluster);
        Assert.Equal((await first.GetAuthorityAsync()).RawData, (await second.GetAuthorityAsync()).RawData);
        Assert.Equal(made, cluster.Creations);
        Assert.True(cluster.Has("/api/v1/namespaces/edgemesh-system"));
    }

    [Fact]
    public async Task Start_DamagedAuthority_SaysWhichSecretAndDoesNotReplaceIt()
    {
        var cluster = new FakeCluster();
        cluster[Path] = new JsonObject { ["data"] = new JsonObject { ["tls.crt"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("rubbish")) } };
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() => TestCloud.StartAsync(cluster, options => options.StartTimeout = TimeSpan.FromTicks(1)));
        Assert.Contains("edgemesh-system/edgemesh-ca", e.Message, StringComparison.Ordinal);
        Assert.Equal("rubbish", Encoding.UTF8.GetString(Convert.FromBase64String((string)cluster[Path]["data"]!["tls.crt"]!)));
    }

    [Fact]
    public async Task Start_ApiServerDown_GivesUpWithItsAddress()
    {
        var e = await Assert.ThrowsAsync<ClusterUnavailableException>(() =>
            TestCloud.StartAsync(new FakeCluster { Down = true }, options => options.StartTimeout = TimeSpan.FromTicks(1)));
        Assert.Contains("https://cluster.test/", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_BadOptions_SaysAllFaults()
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => TestCloud.StartAsync(null, options =>
        {
            options.Namespace = "Not A Name";
            options.AdvertisedNames.Add("https://cloud:10350");
        }));
        Assert.Equal(2, e.Failures.Count());
    }

    [Fact]
    public async Task ServingCertificate_CarriesTheAdvertisedNames()
    {
        await using var cloud = await TestCloud.StartAsync(null, options =>
        {
            options.AdvertisedNames.Add("cloud.example.com");
            options.AdvertisedNames.Add("203.0.113.5");
        });
        using var serving = await PresentedAsync(cloud);
        var names = serving.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Contains("cloud.example.com", names.EnumerateDnsNames());
        Assert.Contains("localhost", names.EnumerateDnsNames());
        Assert.Contains("203.0.113.5", names.EnumerateIPAddresses().Select(ip => ip.ToString()));
        Assert.Equal("CN=edgemesh-cloud", serving.Subject);
    }

    [Fact]
    public async Task ServingCertificate_AfterTwoThirdsOfItsLife_IsRenewed()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var first = await PresentedAsync(cloud);
        cloud.Time.Advance(TimeSpan.FromDays(59));
        using var before = await PresentedAsync(cloud);
        cloud.Time.Advance(TimeSpan.FromDays(2));
        using var after = await PresentedAsync(cloud);
        Assert.Equal(first.SerialNumber, before.SerialNumber);
        Assert.NotEqual(first.SerialNumber, after.SerialNumber);
    }

    private static async Task<X509Certificate2> PresentedAsync(TestCloud cloud)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(cloud.Address.Host, cloud.Address.Port, TestContext.Current.CancellationToken);
#pragma warning disable CA5359 // The test looks at what is presented; it trusts nothing.
        await using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, TestContext.Current.CancellationToken);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.Export(X509ContentType.Cert));
    }
}
