using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Tokens;

public sealed class TokenTests
{
    private const string Path = "/api/v1/namespaces/kube-system/secrets/bootstrap-token-";

    [Fact]
    public async Task Create_WritesWhatKubernetesTakesForABootstrapToken()
    {
        await using var cloud = await TestCloud.StartAsync();
        var token = await cloud.Tokens.CreateAsync(new TokenTerms(TimeSpan.FromHours(2), "hz-1", null, "for Hangzhou"), TestContext.Current.CancellationToken);

        var secret = cloud.Cluster[Path + token.Bootstrap.Id];
        Assert.Equal("bootstrap.kubernetes.io/token", (string?)secret["type"]);
        Assert.Equal("hz-1", (string?)secret["metadata"]!["annotations"]!["edgemesh.kubeedge.io/node"]);
        Assert.Equal(
            [
                ("auth-extra-groups", "system:bootstrappers:edgemesh"), ("description", "for Hangzhou"),
                ("expiration", $"{cloud.Time.GetUtcNow().AddHours(2):yyyy-MM-ddTHH:mm:ss}Z"), ("token-id", token.Bootstrap.Id),
                ("token-secret", token.Bootstrap.Secret), ("usage-bootstrap-authentication", "true"),
            ],
            secret["data"]!.AsObject().Select(entry => (entry.Key, Encoding.UTF8.GetString(Convert.FromBase64String((string)entry.Value!)))).Order());
    }

    [Fact]
    public async Task Enrol_TokenThatKubeadmMade_Works()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Cluster.AddNode("hz-1");
        cloud.Cluster[Path + "07401b"] = Secret("07401b", "f395accd246ae52d", ("usage-bootstrap-signing", "true"), ("usage-bootstrap-authentication", "true"),
            ("expiration", cloud.Time.GetUtcNow().AddHours(24).ToString("yyyy-MM-ddTHH:mm:sszzz", null)),
            ("auth-extra-groups", "system:bootstrappers:kubeadm:default-node-token"));
        await cloud.JoinAsync("07401b.f395accd246ae52d", "hz-1");
    }

    [Theory]
    [InlineData("usage-bootstrap-authentication", "false")]
    [InlineData("expiration", "tomorrow")]
    [InlineData("token-id", "ffffff")]
    [InlineData("expiration", "2027")]
    [InlineData("auth-extra-groups", "system:masters")]
    public async Task Enrol_SecretThatIsNoTokenForJoining_IsUnauthenticated(string key, string value)
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Cluster.AddNode("hz-1");
        cloud.Cluster[Path + "07401b"] = Secret("07401b", "f395accd246ae52d", ("usage-bootstrap-authentication", "true"), (key, value));
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync("07401b.f395accd246ae52d", "hz-1"));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
    }

    [Fact]
    public async Task Enrol_TokenWithUses_IsGoodForSoManyNodesAtWhicheverReplica()
    {
        var cluster = new FakeCluster();
        await using var one = await TestCloud.StartAsync(cluster);
        await using var two = await TestCloud.StartAsync(cluster);
        var token = await one.CreateTokenAsync(uses: 3);
        for (var i = 0; i < 8; i++) cluster.AddNode($"hz-{i}");
        var joins = Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : two).JoinAsync(token, $"hz-{i}")).ToArray();
        await Task.WhenAll(joins.Select(join => join.ContinueWith(static _ => { }, TaskScheduler.Default)));
        Assert.Equal(3, joins.Count(join => join.IsCompletedSuccessfully));
        Assert.All(joins.Where(join => join.IsFaulted), join => Assert.Equal(StatusCode.Unauthenticated, ((RpcException)join.Exception!.InnerException!).StatusCode));
        Assert.Equal(0, Assert.Single(await one.Tokens.ListAsync(TestContext.Current.CancellationToken)).Uses);
    }

    [Fact]
    public async Task Enrol_RefusedForAnotherReason_CostsNoUse()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Cluster.AddNode("hz-1");
        var token = await cloud.CreateTokenAsync(uses: 1);
        await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-9"));
        await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1", Csr.Make("CN=system:node:hz-1, O=system:nodes, O=system:masters")));
        await cloud.JoinAsync(token, "hz-1");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("many")]
    [InlineData("")]
    public async Task Enrol_UsesThatCannotBeRead_AreNone(string uses)
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Cluster.AddNode("hz-1");
        var token = await cloud.CreateTokenAsync(uses: 1);
        cloud.Cluster[Path + token[..6]]["metadata"]!["annotations"]!["edgemesh.kubeedge.io/uses"] = uses;
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.JoinAsync(token, "hz-1"));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
    }

    [Fact]
    public async Task List_ShowsTokensOnly()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Cluster["/api/v1/namespaces/kube-system/secrets/other"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "other" }, ["type"] = "Opaque" };
        var token = await cloud.Tokens.CreateAsync(new TokenTerms(TimeSpan.FromHours(1), "hz-1", null, "one"), TestContext.Current.CancellationToken);
        var found = Assert.Single(await cloud.Tokens.ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal((token.Bootstrap.Id, "hz-1", "one"), (found.Id, found.Node, found.Description));
    }

    [Fact]
    public async Task Create_TheHashIsThatOfTheCertificateOnTheWire()
    {
        await using var cloud = await TestCloud.StartAsync();
        var token = await cloud.Tokens.CreateAsync(new TokenTerms(TimeSpan.FromHours(1), null, null, ""), TestContext.Current.CancellationToken);
        var authority = await cloud.GetAuthorityAsync();
        Assert.Equal(authority.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), token.AuthorityHash, ignoreCase: true);
    }

    [Fact]
    public void JoinToken_WrittenAndRead_IsTheSame()
    {
        var token = new JoinToken(new string('a', 64), new BootstrapToken("abc123", "0123456789abcdef"));
        Assert.True(JoinToken.TryParse($" {token.Reveal()}\n", out var read));
        Assert.Equal(token, read);
        Assert.DoesNotContain("0123456789abcdef", read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc123.0123456789abcdef")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.abc123.0123456789abcdef")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.abc123.0123456789ABCDEF")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.abc123")]
    public void JoinToken_Malformed_IsNotRead(string? text) => Assert.False(JoinToken.TryParse(text, out _));

    private static JsonObject Secret(string id, string secret, params (string Key, string Value)[] data)
    {
        var all = new JsonObject { ["token-id"] = Base64(id), ["token-secret"] = Base64(secret) };
        foreach (var (key, value) in data) all[key] = Base64(value);
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "bootstrap-token-" + id },
            ["type"] = "bootstrap.kubernetes.io/token",
            ["data"] = all,
        };
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
