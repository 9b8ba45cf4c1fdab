using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Joining;

public sealed class EnrolTests
{
    [Fact]
    public async Task Enrol_GoodToken_GivesCertificatesThatTheCloudKnowsTheNodeBy()
    {
        await using var cloud = await StartAsync();
        var (response, key) = await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");

        using var client = X509CertificateLoader.LoadCertificate(response.ClientCertificate.Span).CopyWithPrivateKey(key);
        Assert.Equal("O=system:nodes, CN=system:node:hz-1", string.Join(", ", client.Subject.Split(", ").OrderDescending()));
        var answer = await (await cloud.ConnectAsync(client)).GetStringAsync("/whoami", TestContext.Current.CancellationToken);
        Assert.Equal("system:node:hz-1 True", answer);
        Assert.Equal((await cloud.GetAuthorityAsync()).RawData, Assert.Single(response.Authorities).ToByteArray());
    }

    [Fact]
    public async Task Enrol_GoodToken_ServingCertificateHoldsWhatOnlyTheClusterKnows()
    {
        await using var cloud = await StartAsync();
        var (response, _) = await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");

        using var serving = X509CertificateLoader.LoadCertificate(response.ServingCertificate.Span);
        var names = serving.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(
            ["hz-1", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"],
            names.EnumerateDnsNames().Order(StringComparer.Ordinal));
        Assert.Equal(["10.96.0.1", "127.0.0.1", "169.254.30.10", "192.0.2.7"], names.EnumerateIPAddresses().Select(ip => ip.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("abcdef.0123456789abcdef", "unknown id")]
    [InlineData("rubbish", "malformed")]
    [InlineData("", "none")]
    public async Task Enrol_WrongToken_IsUnauthenticated(string token, string why)
    {
        await using var cloud = await StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1"));
        Assert.True(e.StatusCode == StatusCode.Unauthenticated, why);
        Assert.Contains("edgemesh-cloud token create", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_RightIdWrongSecret_GetsTheSameAnswerAsAnUnknownToken()
    {
        await using var cloud = await StartAsync();
        var good = await cloud.CreateTokenAsync();
        var known = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(good[..7] + "0000000000000000", "hz-1"));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync("000000.0000000000000000", "hz-1"));
        Assert.Equal(unknown.Status.Detail, known.Status.Detail);
    }

    [Fact]
    public async Task Enrol_ExpiredToken_IsUnauthenticated()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        cloud.Time.Advance(TimeSpan.FromMinutes(61));
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_DeletedToken_IsUnauthenticated()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        Assert.True(await cloud.Tokens.DeleteAsync(token[..6], TestContext.Current.CancellationToken));
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_TokenOfAnotherNode_IsDeniedAndNamesTheMend()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync("bj-1");
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
        Assert.Contains("--node-name bj-1", e.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hz-9")]
    [InlineData("../secrets")]
    [InlineData("")]
    public async Task Enrol_UnknownNode_IsNotFoundAndNamesTheMend(string node)
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, node, Csr.Make("CN=x"), Csr.Make("CN=x")));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
        Assert.Contains("kubectl get nodes", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_UnknownNodeWithWrongToken_DoesNotTellThatTheNodeIsUnknown()
    {
        await using var cloud = await StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync("abcdef.0123456789abcdef", "hz-9"));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_OtherProtocol_NamesBothVersions()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1", protocol: 7));
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
        Assert.Contains("speaks protocol 7, this cloud speaks 1", e.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN=system:node:bj-1, O=system:nodes")]
    [InlineData("CN=system:node:hz-1, O=system:nodes, O=system:masters")]
    [InlineData("CN=system:node:hz-1, O=system:nodes + O=system:masters")]
    [InlineData("CN=system:node:hz-1")]
    [InlineData("CN=edgemesh-cloud")]
    public async Task Enrol_RequestWithAnotherSubject_IsRefused(string subject)
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1", clientCsr: Csr.Make(subject)));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1", servingCsr: Csr.Make(subject)));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_ClientRequestWithNames_IsRefused()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            cloud.JoinAsync(token, "hz-1", clientCsr: Csr.Make("CN=system:node:hz-1, O=system:nodes", "hz-1")));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    [Theory]
    [InlineData("bj-1")]
    [InlineData("cloud.example.com")]
    [InlineData("192.0.2.8")]
    [InlineData("*.default.svc")]
    [InlineData("spiffe://cluster/ns/default")]
    public async Task Enrol_ServingRequestWithANameThatIsNotTheNodes_IsRefused(string name)
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() =>
            cloud.JoinAsync(token, "hz-1", servingCsr: Csr.Make("CN=system:node:hz-1, O=system:nodes", "kubernetes", name)));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_RequestNotSignedByItsKey_IsRefused()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        var tampered = Csr.Make("CN=system:node:hz-1, O=system:nodes");
        tampered[^1] ^= 1;
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1", clientCsr: tampered));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1", clientCsr: [1, 2, 3]));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_WeakKey_IsRefused()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        using var weak = RSA.Create(1024);
        var csr = new CertificateRequest(NodeSubject.Of("hz-1"), weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1", clientCsr: csr));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Contains("key", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_ManyWrongTokens_LocksTheAddressForAMinute()
    {
        await using var cloud = await StartAsync();
        var good = await cloud.CreateTokenAsync();
        for (var i = 0; i < 10; i++)
            await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync("abcdef.0123456789abcdef", "hz-1"));

        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(good, "hz-1"));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        cloud.Time.Advance(TimeSpan.FromMinutes(1));
        await cloud.JoinAsync(good, "hz-1");
    }

    [Fact]
    public async Task Enrol_ApiServerDown_IsUnavailable()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync();
        cloud.Cluster.Down = true;
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_AnyOutcome_LogsNoSecret()
    {
        await using var cloud = await StartAsync();
        var token = await cloud.CreateTokenAsync("bj-1");
        await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1"));
        await cloud.JoinAsync(token, "bj-1");
        Assert.Contains(cloud.Messages.Lines, line => line.Contains("2410", StringComparison.Ordinal));
        Assert.DoesNotContain(cloud.Messages.Lines, line => line.Contains(token[7..], StringComparison.Ordinal));
    }

    private static async Task<TestCloud> StartAsync()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1", "192.0.2.7");
        cluster.AddNode("bj-1", "192.0.2.8");
        cluster["/api/v1/namespaces/default/services/kubernetes"] = new()
        {
            ["spec"] = new System.Text.Json.Nodes.JsonObject { ["clusterIP"] = "10.96.0.1" },
        };
        return await TestCloud.StartAsync(cluster);
    }
}
