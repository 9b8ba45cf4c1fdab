using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Nodes;

public sealed class NodeCertificateTests
{
    [Fact]
    public async Task Connect_WithoutCertificate_IsAnonymous()
    {
        await using var cloud = await StartAsync();
        Assert.Equal(" False", await WhoAmIAsync(cloud, null));
    }

    [Fact]
    public async Task Connect_WithTheServingCertificate_IsRefused()
    {
        await using var cloud = await StartAsync();
        var (response, key) = await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");
        using var serving = X509CertificateLoader.LoadCertificate(response.ServingCertificate.Span).CopyWithPrivateKey(key);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => WhoAmIAsync(cloud, serving));
    }

    [Fact]
    public async Task Connect_AfterItsCertificateHasExpired_IsRefused()
    {
        await using var cloud = await StartAsync();
        var (response, key) = await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");
        using var client = X509CertificateLoader.LoadCertificate(response.ClientCertificate.Span).CopyWithPrivateKey(key);
        cloud.Time.Advance(TimeSpan.FromDays(366));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => WhoAmIAsync(cloud, client));
        Assert.Contains(cloud.Messages.Lines, line => line.Contains("2420", StringComparison.Ordinal) && line.Contains("NotTimeValid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_WithACertificateOfAnotherAuthorityOfTheSameName_IsRefused()
    {
        await using var cloud = await StartAsync();
        using var theirs = await cloud.GetAuthorityAsync();
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(theirs.SubjectName, caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        using var ca = request.CreateSelfSigned(theirs.NotBefore, theirs.NotAfter);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest(NodeSubject.Of("hz-1"), key, HashAlgorithmName.SHA256);
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var forged = leaf.Create(ca, ca.NotBefore, ca.NotAfter, [1]).CopyWithPrivateKey(key);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => WhoAmIAsync(cloud, forged));
    }

    [Theory]
    [InlineData("CN=system:node:hz-1, O=system:nodes", "hz-1")]
    [InlineData("O=system:nodes, CN=system:node:hz-1", "hz-1")]
    [InlineData("CN=system:node:, O=system:nodes", null)]
    [InlineData("CN=hz-1, O=system:nodes", null)]
    [InlineData("CN=system:node:hz-1, O=system:masters", null)]
    [InlineData("CN=system:node:hz-1, CN=system:node:hz-2, O=system:nodes", null)]
    [InlineData("CN=system:node:hz-1, O=system:nodes, OU=x", null)]
    [InlineData("CN=edgemesh-cloud", null)]
    public void NodeSubject_IsReadOnlyWhereItSaysExactlyOneNode(string subject, string? node)
    {
        Assert.Equal(node is not null, NodeSubject.TryRead(new X500DistinguishedName(subject), out var read));
        if (node is not null) Assert.Equal(node, read);
    }

    private static async Task<string> WhoAmIAsync(TestCloud cloud, X509Certificate2? certificate) =>
        await (await cloud.ConnectAsync(certificate)).GetStringAsync("/whoami", TestContext.Current.CancellationToken);

    private static async Task<TestCloud> StartAsync()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1");
        return await TestCloud.StartAsync(cluster);
    }
}
