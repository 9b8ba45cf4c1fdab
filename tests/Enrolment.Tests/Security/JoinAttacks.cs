using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Security;

/// <summary>What somebody tries who wants to be a node, or more than his node.</summary>
public sealed class JoinAttacks
{
    private const string Own = "CN=system:node:hz-1, O=system:nodes";

    [Fact]
    public async Task Token_Replayed_AfterItsOneUse_GetsNothing()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync("hz-1", uses: 1);
        await cloud.JoinAsync(token, "hz-1");
        Assert.Equal(StatusCode.Unauthenticated, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1")));
        Assert.Equal(StatusCode.Unauthenticated, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", replace: true)));
        Assert.Equal(StatusCode.Unauthenticated, await RefusalAsync(() => cloud.JoinAsync(token, "bj-1")));
    }

    [Fact]
    public async Task Token_ForAnyNode_TakesNobodysName()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        using var victim = TestCloud.ClientOf(await cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.AlreadyExists, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1")));
        Assert.Equal(StatusCode.PermissionDenied, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", replace: true)));
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, victim));
    }

    [Theory]
    [InlineData("CN=system:node:hz-1, O=system:nodes, O=system:masters")]
    [InlineData("CN=system:node:hz-1, O=system:nodes + O=system:masters")]
    [InlineData("CN=system:node:hz-1, CN=system:node:bj-1, O=system:nodes")]
    [InlineData("CN=system:node:bj-1, O=system:nodes")]
    [InlineData("CN=edgemesh-cloud")]
    [InlineData("CN=system:kube-controller-manager")]
    public async Task Request_WithMoreInItsSubject_IsRefusedAtJoinAndRenewal(string subject)
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", clientCsr: Csr.Make(subject))));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", servingCsr: Csr.Make(subject))));
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.RenewAsync(client, clientCsr: Csr.Make(subject))));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.RenewAsync(client, servingCsr: Csr.Make(subject))));
    }

    [Theory]
    [InlineData("bj-1")]
    [InlineData("localhost.evil.example")]
    [InlineData("*.svc")]
    [InlineData("192.0.2.8")]
    [InlineData("spiffe://cluster/admin")]
    public async Task Request_WithAnotherName_IsRefusedAtJoinAndRenewal(string name)
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", servingCsr: Csr.Make(Own, "kubernetes", name))));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", clientCsr: Csr.Make(Own, name))));
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.RenewAsync(client, servingCsr: Csr.Make(Own, "kubernetes", name))));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.RenewAsync(client, clientCsr: Csr.Make(Own, name))));
    }

    [Fact]
    public async Task Request_ThatWantsToBeAnAuthority_GetsALeaf()
    {
        await using var cloud = await StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(NodeSubject.Of("hz-1"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var (response, _) = await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1", clientCsr: request.CreateSigningRequest());
        using var leaf = X509CertificateLoader.LoadCertificate(response.ClientCertificate.Span);
        Assert.False(leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, leaf.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.Equal("1.3.6.1.5.5.7.3.2", leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Single().Value);
    }

    [Fact]
    public async Task Certificate_OfOurAuthorityThatNobodyWroteDown_ProvesNothing()
    {
        await using var cloud = await StartAsync();
        using var known = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        // As if somebody had the CA's key.
        var secret = cloud.Cluster["/api/v1/namespaces/edgemesh-system/secrets/edgemesh-ca"]["data"]!;
        string Pem(string name) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)secret[name]!));
        using var authority = X509Certificate2.CreateFromPem(Pem("tls.crt"), Pem("tls.key"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leaf = new CertificateRequest(NodeSubject.Of("hz-1"), key, HashAlgorithmName.SHA256);
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var forged = leaf.Create(authority, known.NotBefore, known.NotAfter, [1, 2, 3]).CopyWithPrivateKey(key);
        Assert.Equal(" False", await WhoAmIAsync(cloud, forged));
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, known));
    }

    [Fact]
    public async Task Request_OfMegabytes_IsRefusedBeforeItIsRead()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        Assert.Equal(StatusCode.ResourceExhausted, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", clientCsr: new byte[1 << 20])));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", clientCsr: new byte[32 * 1024])));
        await cloud.JoinAsync(token, "hz-1");
    }

    [Fact]
    public async Task Tokens_Guessed_AreLockedOutAndTheApiServerHearsOfFew()
    {
        await using var cloud = await StartAsync();
        var statuses = new List<StatusCode>();
        for (var i = 0; i < 30; i++) statuses.Add(await RefusalAsync(() => cloud.JoinAsync("abcdef.0123456789abcdef", "hz-1")));
        Assert.Equal(10, statuses.Count(status => status == StatusCode.Unauthenticated));
        Assert.Equal(20, statuses.Count(status => status == StatusCode.ResourceExhausted));
    }

    private static async Task<StatusCode> RefusalAsync(Func<Task> attempt) => (await Assert.ThrowsAsync<RpcException>(attempt)).StatusCode;

    private static async Task<string> WhoAmIAsync(TestCloud cloud, X509Certificate2 certificate) =>
        await (await cloud.ConnectAsync(certificate)).GetStringAsync("/whoami", TestContext.Current.CancellationToken);

    private static async Task<TestCloud> StartAsync()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1", "192.0.2.7");
        cluster.AddNode("bj-1", "192.0.2.8");
        return await TestCloud.StartAsync(cluster);
    }
}
