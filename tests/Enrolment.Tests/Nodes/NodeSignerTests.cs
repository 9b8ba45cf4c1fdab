using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Nodes;

/// <summary>Who signs for nodes, and what that changes.</summary>
public sealed class NodeSignerTests
{
    [Fact]
    public async Task Join_ClusterSigns_TheCertificateIsTheClustersAndCountsHere()
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));

        Assert.Equal(signer.Authority.Subject, client.Issuer);
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, client));
        var approved = Assert.Single(signer.Approved);
        Assert.Equal("kubernetes.io/kube-apiserver-client-kubelet", (string?)approved["spec"]!["signerName"]);
        Assert.Equal(["digital signature", "client auth"], approved["spec"]!["usages"]!.AsArray().Select(usage => (string)usage!));
        Assert.Equal(365 * 24 * 3600, (int?)approved["spec"]!["expirationSeconds"]);
    }

    [Theory]
    [InlineData(NodeSigner.Own, NodeSigner.Cluster)]
    [InlineData(NodeSigner.Cluster, NodeSigner.Own)]
    public async Task Signer_ChangedInARunningMesh_CutsNobodyOffAndTheNextCertificateIsOfTheOther(NodeSigner before, NodeSigner after)
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 first;
        await using (var cloud = await StartAsync(cluster, before))
        {
            var (response, _) = await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1", Csr.Make(NodeSubject.Of("hz-1"), key));
            using var bare = X509CertificateLoader.LoadCertificate(response.ClientCertificate.Span);
            first = bare.CopyWithPrivateKey(key);
            Assert.False((await cloud.RenewAsync(first)).ClientOutdated);
        }

        await using var next = await StartAsync(cluster, after);
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(next, first));
        Assert.True((await next.RenewAsync(first)).ClientOutdated);
        using var second = await RenewAsync(next, first);
        Assert.Equal(after == NodeSigner.Cluster, second.Issuer == signer.Authority.Subject);
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(next, second));
        Assert.False((await next.RenewAsync(second)).ClientOutdated);
        // Both count until the one after it, as after any renewal.
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(next, first));
        first.Dispose();
    }

    [Fact]
    public async Task Join_NobodyInTheClusterSigns_SaysWhichFlag()
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        // The API is there, and kube-controller-manager is not.
        cluster.Replaced = null;
        await using var cloud = await TestCloud.StartAsync(cluster, options => (options.NodeSigner, options.ClusterSignerTimeout) = (NodeSigner.Cluster, TimeSpan.FromSeconds(1)));
        var joining = cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");
        while (!joining.IsCompleted)
        {
            cloud.Time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(joining, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken));
        }
        await SaysAsync(() => joining, "nobody signed");
    }

    [Fact]
    public async Task Join_ClusterHasNoCertificatesApi_SaysWhichFlag()
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        cluster.Apis.Remove("/apis/certificates.k8s.io/v1/");
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        await SaysAsync(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"), "certificates.k8s.io");
    }

    [Fact]
    public async Task Join_ClusterDoesNotSayWhomItBelieves_IsRefused()
    {
        var cluster = NewCluster();
        cluster.Apis.Add("/apis/certificates.k8s.io/v1/");
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        await SaysAsync(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"), "extension-apiserver-authentication");
    }

    [Fact]
    public async Task Authorities_OfTheClusterChanged_AreFollowed()
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        signer.BelievedByTheCluster = "";
        await using var cloud = await StartAsync(cluster, NodeSigner.Cluster);
        await SaysAsync(async () => await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"), "extension-apiserver-authentication");
        signer.BelievedByTheCluster = signer.Authority.ExportCertificatePem();
        using var client = TestCloud.ClientOf(await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1"));
        // What is damaged changes nothing.
        signer.BelievedByTheCluster = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
        Assert.Equal("system:node:hz-1 True", await WhoAmIAsync(cloud, client));
    }

    private static async Task SaysAsync(Func<Task> attempt, string why)
    {
        var e = await Assert.ThrowsAsync<RpcException>(attempt);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Contains(why, e.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("--node-signer own", e.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<X509Certificate2> RenewAsync(TestCloud cloud, X509Certificate2 shown)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = await cloud.RenewAsync(shown, clientCsr: Csr.Make(NodeSubject.Of("hz-1"), key));
        using var renewed = X509CertificateLoader.LoadCertificate(answer.ClientCertificate.Span);
        return renewed.CopyWithPrivateKey(key);
    }

    private static async Task<string> WhoAmIAsync(TestCloud cloud, X509Certificate2 certificate) =>
        await (await cloud.ConnectAsync(certificate)).GetStringAsync("/whoami", TestContext.Current.CancellationToken);

    private static FakeCluster NewCluster()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1", "192.0.2.7");
        return cluster;
    }

    private static Task<TestCloud> StartAsync(FakeCluster cluster, NodeSigner signer) =>
        TestCloud.StartAsync(cluster, options => (options.NodeSigner, options.ServingSigner) = (signer, ServingSigner.Own));
}
