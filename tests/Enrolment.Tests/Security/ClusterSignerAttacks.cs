using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Security;

/// <summary>What somebody tries where the cluster signs for nodes: its signer copies what a request says, and every kubelet has a certificate of its CA.</summary>
public sealed class ClusterSignerAttacks
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests/";

    [Theory]
    [InlineData("CN=system:node:hz-1, O=system:nodes, O=system:masters")]
    [InlineData("CN=system:node:hz-1, O=system:nodes + O=system:masters")]
    [InlineData("CN=system:node:hz-1, CN=system:node:bj-1, O=system:nodes")]
    [InlineData("CN=system:node:bj-1, O=system:nodes")]
    [InlineData("CN=system:kube-controller-manager")]
    [InlineData("O=system:nodes, CN=system:node:hz-1, OU=anything")]
    public async Task Request_WithMoreInItsSubject_IsNeverShownToTheCluster(string subject) => await RefusesAsync(Csr.Make(subject));

    [Theory]
    [InlineData("hz-1")]
    [InlineData("kubernetes.default.svc")]
    [InlineData("192.0.2.7")]
    [InlineData("spiffe://cluster/admin")]
    public async Task Request_WithAlternativeNames_IsNeverShownToTheCluster(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RefusesAsync(Csr.Make(NodeSubject.Of("hz-1"), key, name));
    }

    [Fact]
    public async Task Request_ThatWantsToBeAnAuthorityOrToServe_IsNeverShownToTheCluster()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var extension in new X509Extension[] { new X509BasicConstraintsExtension(true, false, 0, true), new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false) })
        {
            var request = new CertificateRequest(NodeSubject.Of("hz-1"), key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(extension);
            await RefusesAsync(request.CreateSigningRequest());
        }
    }

    [Fact]
    public async Task Request_NotSignedWithItsKey_IsNeverShownToTheCluster()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Csr.Make(NodeSubject.Of("hz-1"), key);
        request[^1] ^= 1;
        await RefusesAsync(request);
    }

    [Theory]
    [InlineData(NodeSigner.Own)]
    [InlineData(NodeSigner.Cluster)]
    public async Task Kubelet_WithACertificateOfTheClusterThatNoRecordNames_IsNobody(NodeSigner choice)
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        await using var cloud = await StartAsync(cluster, choice);
        using var member = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        foreach (var node in new[] { "hz-1", "bj-1" })
        {
            using var kubelet = signer.IssueClient(NodeSubject.Of(node));
            Assert.Equal(" False", await WhoAmIAsync(cloud, kubelet));
            Assert.Equal(StatusCode.Unauthenticated, await RefusalAsync(() => cloud.RenewAsync(kubelet)));
        }
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, member));
    }

    [Fact]
    public async Task Administrator_WithACertificateOfTheCluster_IsNobody()
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        foreach (var subject in new[] { "CN=kubernetes-admin, O=system:masters", "CN=system:node:hz-1, O=system:nodes, O=system:masters" })
        {
            using var administrator = signer.IssueClient(new X500DistinguishedName(subject));
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => WhoAmIAsync(cloud, administrator));
        }
    }

    [Fact]
    public async Task Revoked_CertificateOfTheClusterThatIsStillGoodThere_IsNobodyHere()
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, client));
        Assert.True(await cloud.Members.RevokeAsync("hz-1", TestContext.Current.CancellationToken));
        Assert.Equal(" False", await WhoAmIAsync(cloud, client));
        Assert.Equal(StatusCode.Unauthenticated, await RefusalAsync(() => cloud.RenewAsync(client, clientCsr: Csr.Make(NodeSubject.Of("hz-1"), client.GetECDsaPrivateKey()!))));
        Assert.Single(signer.Approved);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_OfSomebodyElseUnderTheNameOfOurs_IsNotApproved(bool client)
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        await using var cloud = await TestCloud.StartAsync(cluster, options => (options.NodeSigner, options.ServingSigner) = (NodeSigner.Cluster, ServingSigner.Cluster));
        using var joined = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        signer.Approved.Clear();

        // He has a kubelet's rights, makes the request first, and has the cloud approve it for another node.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = await cloud.RenewAsync(joined);
        var ours = client ? Csr.Make(NodeSubject.Of("hz-1"), key) : Csr.Make(NodeSubject.Of("hz-1"), key, [.. names.Names, .. names.Addresses]);
        var theirs = PemEncoding.WriteString("CERTIFICATE REQUEST", Csr.Make(NodeSubject.Of("bj-1"), key, client ? [] : ["bj-1"])) + "\n";
        var name = $"edgemesh-{(client ? "node" : "serving")}-{Convert.ToHexStringLower(SHA256.HashData(ours))[..20]}";
        cluster[Requests + name] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(theirs)),
                ["signerName"] = client ? "kubernetes.io/kube-apiserver-client-kubelet" : "kubernetes.io/kubelet-serving",
                ["usages"] = new JsonArray("digital signature", client ? "client auth" : "server auth"),
                ["expirationSeconds"] = 365 * 24 * 3600,
            },
        };
        Assert.Equal(StatusCode.Unavailable, await RefusalAsync(() => client ? cloud.RenewAsync(joined, clientCsr: ours) : cloud.RenewAsync(joined, servingCsr: ours)));
        Assert.Empty(signer.Approved);
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("another node")]
    [InlineData("a name")]
    [InlineData("another CA")]
    public async Task Cluster_SignsSomethingElse_ItCountsForNothing(string what)
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        using var stranger = new FakeSigner(new FakeCluster());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        if (what == "another CA") signer.BelievedByTheCluster = stranger.Authority.ExportCertificatePem();
        else signer.Tampering = request => what switch
        {
            "another key" => new CertificateRequest(request.SubjectName, key, HashAlgorithmName.SHA256),
            "another node" => new CertificateRequest(NodeSubject.Of("bj-1"), request.PublicKey, HashAlgorithmName.SHA256),
            _ => WithName(request),
        };
        Assert.Equal(StatusCode.Unavailable, await RefusalAsync(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1")));
        Assert.Single(signer.Approved);
        Assert.Empty(await cloud.Members.ListAsync(TestContext.Current.CancellationToken));
    }

    private static CertificateRequest WithName(CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("kubernetes.default.svc");
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static async Task RefusesAsync(byte[] request)
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        var token = await cloud.CreateTokenAsync("hz-1");
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.JoinAsync(token, "hz-1", clientCsr: request)));
        Assert.Empty(signer.Approved);
        // The token's one use is not spent by it.
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(() => cloud.RenewAsync(client, clientCsr: request)));
        Assert.Single(signer.Approved);
    }

    private static async Task<StatusCode> RefusalAsync(Func<Task> attempt) => (await Assert.ThrowsAsync<RpcException>(attempt)).StatusCode;

    private static async Task<string> WhoAmIAsync(TestCloud cloud, X509Certificate2 certificate) =>
        await (await cloud.ConnectAsync(certificate)).GetStringAsync("/whoami", TestContext.Current.CancellationToken);

    private static FakeCluster NewCluster()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1", "192.0.2.7");
        cluster.AddNode("bj-1", "192.0.2.8");
        return cluster;
    }

    private static Task<TestCloud> StartAsync(FakeCluster cluster, NodeSigner signer) =>
        TestCloud.StartAsync(cluster, options => (options.NodeSigner, options.ServingSigner) = (signer, ServingSigner.Own));
}
