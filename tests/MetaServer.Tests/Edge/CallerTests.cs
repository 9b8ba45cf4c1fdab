using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>Who is asking, and may they (kubernetes-api.md 5), through the whole of a MetaServer.</summary>
public sealed class CallerTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/pods";
    private EdgeServer _edge = null!;
    private int _reviewStatus = StatusCodes.Status401Unauthorized;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync(context => context.Request.Path == "/apis/authentication.k8s.io/v1/selfsubjectreviews" ? AnswerReviewAsync(context) : context.Response.WriteAsync(
            "cloud: " + string.Join(' ', context.Request.Headers.Where(header => header.Key.StartsWith("Impersonate", StringComparison.OrdinalIgnoreCase)
                || header.Key.StartsWith("X-Remote", StringComparison.OrdinalIgnoreCase) || header.Key == "Authorization").Select(header => $"{header.Key}={header.Value}"))));
        _edge.Store.Put(Objects.ServiceAccounts, "shop/till", uid: "u1");
        _edge.Store.Complete(Objects.Pods.Resource);
    }

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    /// <summary>What the cluster says of a token that it is asked about: that it does not know it, unless a test says otherwise.</summary>
    private Task AnswerReviewAsync(HttpContext context)
    {
        context.Response.StatusCode = _reviewStatus;
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task Token_5_1_OfEveryAlgorithm_IsGood(string algorithm)
    {
        _edge.Grant();
        var token = _edge.Issuer.Issue(Now, algorithm: algorithm);
        Assert.Equal(200, await AskAsync(token));
        Assert.Equal(200, await AskAsync(token)); // From the cache of verified tokens.
    }

    public static TheoryData<string> BadTokens => ["expired", "not yet", "audience", "issuer", "kid", "alg none", "alg other", "subject", "signature", "uid", "account", "no exp"];

    [Theory, MemberData(nameof(BadTokens))]
    public async Task Token_5_1_ThatIsNotGood_Is401(string fault)
    {
        _edge.Grant();
        _edge.Store.Complete(Objects.ServiceAccounts.Resource);
        var token = fault switch
        {
            "expired" => _edge.Issuer.Issue(Now.AddHours(-1).AddSeconds(-70)),
            "not yet" => _edge.Issuer.Issue(Now.AddSeconds(70)),
            "audience" => _edge.Issuer.Issue(Now, change: (_, claims) => claims["aud"] = new JsonArray("vault")),
            "issuer" => _edge.Issuer.Issue(Now, change: (_, claims) => claims["iss"] = "https://elsewhere"),
            "kid" => _edge.Issuer.Issue(Now, change: (header, _) => header["kid"] = "forged"),
            "alg none" => _edge.Issuer.Issue(Now, change: (header, _) => header["alg"] = "none"),
            "alg other" => _edge.Issuer.Issue(Now, algorithm: "ES256", change: (header, _) => header["kid"] = "RS256"),
            "subject" => _edge.Issuer.Issue(Now, change: (_, claims) => claims["sub"] = "system:serviceaccount:kube-system:admin"),
            "uid" => _edge.Issuer.Issue(Now, uid: "u0"),
            "account" => _edge.Issuer.Issue(Now, account: "gone"),
            "no exp" => _edge.Issuer.Issue(Now, change: (_, claims) => claims.Remove("exp")),
            _ => Tampered(_edge.Token),
        };
        Assert.Equal(401, await AskAsync(token));
    }

    /// <summary>A daemon that has just joined knows no key yet: the cluster decides, with the caller's own credential, though it is too old to be asked.</summary>
    [Fact]
    public async Task Token_5_1_BeforeTheKeysArrived_IsLeftToTheCluster()
    {
        _reviewStatus = StatusCodes.Status404NotFound;
        _edge.Grant();
        _edge.Store.Transact(transaction =>
        {
            transaction.Forget(DocumentReader.Collection);
            return 0;
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_edge.Address, Pods));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _edge.Token);
        using var answer = await _edge.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal($"cloud: Authorization=Bearer {_edge.Token}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(50)]
    public async Task Token_5_1_ClocksMayDifferByAMinute(int seconds)
    {
        _edge.Grant();
        Assert.Equal(200, await AskAsync(_edge.Issuer.Issue(seconds < 0 ? Now.AddHours(-1).AddSeconds(seconds + 10) : Now.AddSeconds(seconds))));
    }

    [Fact]
    public async Task Token_5_1_WhoseServiceAccountIsDeleted_IsGoodNoLonger()
    {
        _edge.Grant();
        _edge.Store.Complete(Objects.ServiceAccounts.Resource);
        Assert.Equal(200, await AskAsync(_edge.Token));
        _edge.Store.Delete(Objects.ServiceAccounts, "shop/till");
        Assert.Equal(401, await AskAsync(_edge.Token));
    }

    [Fact]
    public async Task Token_5_1_OfAPodOfThisNodeThatIsGone_Is401_OfAnotherNodesPod_IsGood()
    {
        _edge.Grant();
        _edge.Store.Complete(Objects.Pods.Resource, CollectionScope.Node);
        const string path = "/api/v1/pods?fieldSelector=spec.nodeName%3Dn1";
        var here = _edge.Issuer.Issue(Now, pod: "a", node: "n1");
        Assert.Equal(401, await AskAsync(here, path));
        _edge.Store.Put(Objects.Pods, "shop/a", uid: "p1");
        Assert.Equal(200, await AskAsync(here, path));
        Assert.Equal(401, await AskAsync(_edge.Issuer.Issue(Now, pod: "a", podUid: "p0", node: "n1"), path));
        Assert.Equal(200, await AskAsync(_edge.Issuer.Issue(Now, pod: "b", node: "n2"), path));
    }

    [Fact]
    public async Task Token_5_2_KeysThatAreRotated_CountAtOnce()
    {
        _edge.Grant();
        Assert.Equal(200, await AskAsync(_edge.Token));
        using var next = new TokenIssuer();
        next.Publish(_edge.Store);
        Assert.Equal(401, await AskAsync(_edge.Token));
        Assert.Equal(200, await AskAsync(next.Issue(Now)));
    }

    [Fact]
    public async Task Caller_WithoutAName_Is401_ButMayAskForHealth()
    {
        using var http = _edge.Client();
        Assert.Equal("Unauthorized", (await http.GetFailureAsync(Pods, 401)).Message());
        await http.GetFailureAsync("/version", 401);
        using var health = await http.AskAsync("/livez");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer opaque")]
    public async Task Caller_WithACredentialOfNoKnownKind_Is401(string credential)
    {
        using var http = _edge.Client();
        using var response = await http.AskAsync(Pods, headers: ("Authorization", credential));
        await response.ReadFailureAsync(401);
    }

    [Fact]
    public async Task Caller_WithTwoCredentials_Is401()
    {
        _edge.Grant();
        using var http = _edge.Client();
        using var response = await http.AskAsync(Pods, headers: [("Authorization", $"Bearer {_edge.Token}"), ("Authorization", "Bearer other")]);
        await response.ReadFailureAsync(401);
    }

    [Fact]
    public async Task Roles_5_5_UntilTheyAreHeld_NothingIsAnsweredFromTheCache()
    {
        Assert.StartsWith("cloud: ", await TextAsync(Pods), StringComparison.Ordinal);
        _edge.Store.Disconnected("");
        await _edge.Http.GetFailureAsync(Pods, 503);
        _edge.Grant();
        Assert.StartsWith("{\"kind\":\"PodList\"", await TextAsync(Pods), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_1_9_ThatDoNotGrant_Are403InTheWordsOfKubernetes()
    {
        _edge.Grant("[]");
        var status = await _edge.Http.GetFailureAsync("/api/v1/namespaces/shop/pods", 403);
        Assert.Equal("pods is forbidden: User \"system:serviceaccount:shop:till\" cannot list resource \"pods\" in API group \"\" in the namespace \"shop\"", status.Message());
        Assert.Equal("forbidden: User \"system:serviceaccount:shop:till\" cannot get path \"/version\"", (await _edge.Http.GetFailureAsync("/version", 403)).Message());
    }

    [Fact]
    public async Task Roles_1_1_ComeBeforeTheOptions()
    {
        _edge.Grant("[]");
        await _edge.Http.GetFailureAsync("/api/v1/pods?limit=x", 403);
        using var http = _edge.Client();
        await http.GetFailureAsync("/api/v1/pods?limit=x", 401);
    }

    [Fact]
    public async Task Roles_ThatChange_CountAtOnce()
    {
        _edge.Grant("[]");
        await _edge.Http.GetFailureAsync(Pods, 403);
        _edge.Grant("""[{"verbs":["list"],"apiGroups":[""],"resources":["pods"]}]""");
        Assert.Equal(200, await AskAsync(_edge.Token));
    }

    [Fact]
    public async Task Impersonation_5_7_IsNotAnsweredHere_AndGoesWithTheCallersOwnCredential()
    {
        _edge.Grant();
        using var response = await _edge.Http.AskAsync(Pods, headers: ("Impersonate-User", "admin"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"cloud: Authorization=Bearer {_edge.Token} impersonate-user=admin", text);
    }

    [Fact]
    public async Task Headers_5_7_OfATrustedProxy_AreTakenOff()
    {
        using var response = await _edge.Http.AskAsync(Pods, headers: [("X-Remote-User", "admin"), ("x-remote-group", "system:masters"), ("X-Remote-Extra-a", "b")]);
        Assert.Equal($"cloud: Authorization=Bearer {_edge.Token}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ClientCertificate_OfTheAuthority_IsUserAndGroups_AnothersIsRefused()
    {
        using var authority = Authority();
        using var stranger = Authority();
        await using var edge = await EdgeServer.StartAsync(clientAuthority: authority);
        edge.Store.Complete(Objects.Pods.Resource);
        using (var http = edge.Client(certificate: Leaf(authority, "CN=root, O=system:masters")))
            Assert.Equal("PodList", (string?)(await http.GetJsonAsync(Pods))["kind"]);
        using (var http = edge.Client(certificate: Leaf(authority, "CN=guest")))
        {
            edge.Grant("[]");
            Assert.StartsWith("pods is forbidden: User \"guest\" cannot list", (await http.GetFailureAsync(Pods, 403)).Message(), StringComparison.Ordinal);
        }
        using (var http = edge.Client(certificate: Leaf(stranger, "CN=root, O=system:masters"))) await http.GetFailureAsync(Pods, 401);
        using (var http = edge.Client(certificate: Leaf(authority, "CN=system:node:n1, O=system:nodes")))
        {
            // No role grants it; the cluster's Node authoriser is to decide.
            using var response = await http.AskAsync(Pods);
            Assert.StartsWith("cloud: ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private async Task<int> AskAsync(string token, string path = Pods)
    {
        using var http = _edge.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.AskAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.IsSuccessStatusCode) Assert.StartsWith("{\"kind\":\"PodList\"", text, StringComparison.Ordinal);
        else Assert.Equal("Unauthorized", JsonNode.Parse(text)!.Message());
        return (int)response.StatusCode;
    }

    private async Task<string> TextAsync(string path)
    {
        using var response = await _edge.Http.AskAsync(path);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string Tampered(string token) => token[..^10] + (token[^10] == 'A' ? 'B' : 'A') + token[^9..];

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cluster", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var signed = request.Create(authority, Now.AddHours(-1), Now.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
