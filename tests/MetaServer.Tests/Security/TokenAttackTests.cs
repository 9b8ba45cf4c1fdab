using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>Tokens that somebody stole, kept, bent or made. The same with the cloud, which is asked about some of them, and without.</summary>
public sealed class TokenAttackTests : AttackedEdge
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task AnotherPodsToken_HasThatPodsRightsAndNotTheThiefs(bool connected)
    {
        Cut(connected);
        Edge.Store.Put(Objects.ServiceAccounts, "shop/broom", uid: "u2");
        var stolen = Edge.Issuer.Issue(Now, account: "broom", uid: "u2", pod: "a", node: "n1");
        Assert.Equal(200, await AskAsync(Edge.Token));
        Assert.Equal(403, await AskAsync(stolen));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task AnotherPodsToken_OfAnEarlierPodOfTheSameName_Is401(bool connected)
    {
        Cut(connected);
        Assert.Equal(200, await AskAsync(Edge.Issuer.Issue(Now, pod: "a", podUid: "p1", node: "n1")));
        Assert.Equal(401, await AskAsync(Edge.Issuer.Issue(Now, pod: "a", podUid: "p0", node: "n1")));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ExpiredToken_Is401(bool connected)
    {
        Cut(connected);
        Assert.Equal(401, await AskAsync(Edge.Issuer.Issue(Now.AddHours(-2))));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task DeletedPodsToken_Is401FromThenOn(bool connected)
    {
        Cut(connected);
        var token = Edge.Issuer.Issue(Now, pod: "a", node: "n1");
        Assert.Equal(200, await AskAsync(token));
        Edge.Store.Delete(Objects.Pods, "shop/a");
        Assert.Equal(401, await AskAsync(token));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task DeletedAccountsToken_Is401FromThenOn(bool connected)
    {
        Edge.Store.Complete(Objects.ServiceAccounts.Resource, CollectionScope.All);
        Cut(connected);
        Assert.Equal(200, await AskAsync(Edge.Token));
        Edge.Store.Delete(Objects.ServiceAccounts, "shop/till");
        Assert.Equal(401, await AskAsync(Edge.Token));
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("../../../../dev/null")]
    [InlineData("x' OR '1'='1")]
    [InlineData("")]
    public async Task ForgedKid_Is401_AndWithoutTheCloudNobodysEither(string kid)
    {
        using var forger = new TokenIssuer();
        var token = forger.Issue(Now, change: (header, _) => header["kid"] = kid);
        Assert.Equal(401, await AskAsync(token));
        Cut(connected: false);
        // 503 where a token could be one of a key that came up meanwhile; whom it names it is not.
        Assert.Contains(await AskAsync(forger.Issue(Now.AddSeconds(1), change: (header, _) => header["kid"] = kid)), new[] { 401, 503 });
        Assert.Equal(0, Passed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ForgedKid_ThatNamesAKnownKey_Is401(bool connected)
    {
        Cut(connected);
        using var forger = new TokenIssuer();
        Assert.Equal(401, await AskAsync(forger.Issue(Now)));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task AlgNone_Is401(string algorithm)
    {
        var signed = Edge.Issuer.Issue(Now, change: (header, _) => header["alg"] = algorithm);
        Assert.Equal(401, await AskAsync(signed));
        Assert.Equal(401, await AskAsync(signed[..(signed.LastIndexOf('.') + 1)]));
    }

    /// <summary>The public key taken for a shared secret.</summary>
    [Fact]
    public async Task AlgConfusion_HmacWithThePublicKey_Is401()
    {
        var jwks = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(
            Edge.Store.Get(Objects.Documents, Objects.Key("/openid/v1/jwks"))!.Json.Span)!["body"]!)))!["keys"]![0]!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars((string)jwks["n"]!), Exponent = Base64Url.DecodeFromChars((string)jwks["e"]!) });
        foreach (var secret in (byte[][])[rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportRSAPublicKey()])
        {
            var good = Edge.Issuer.Issue(Now, change: (header, _) => header["alg"] = "HS256");
            var signed = good[..good.LastIndexOf('.')];
            Assert.Equal(401, await AskAsync($"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}"));
        }
    }

    /// <summary>A token that brings the key to verify it with.</summary>
    [Fact]
    public async Task HeaderThatBringsItsOwnKey_Is401()
    {
        using var forger = new TokenIssuer();
        var token = forger.Issue(Now, change: (header, _) =>
        {
            header["jku"] = "https://attacker.example/jwks";
            header["jwk"] = new JsonObject { ["kty"] = "RSA" };
        });
        Assert.Equal(401, await AskAsync(token));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task WrongAudience_Is401(bool connected)
    {
        Cut(connected);
        Assert.Equal(401, await AskAsync(Edge.Issuer.Issue(Now, change: (_, claims) => claims["aud"] = new JsonArray("vault"))));
        Assert.Equal(401, await AskAsync(Edge.Issuer.Issue(Now, change: (_, claims) => claims.Remove("aud"))));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ClaimsChangedAfterwards_Are401(bool connected)
    {
        Cut(connected);
        var parts = Edge.Token.Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        claims["sub"] = "system:serviceaccount:kube-system:admin";
        Assert.Equal(401, await AskAsync($"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}"));
    }

    private void Cut(bool connected)
    {
        if (!connected) Edge.Store.Disconnected("cut");
    }
}
