using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>Tokens that what is held does not decide are asked of the cluster, with themselves and with nothing else.</summary>
public sealed class ClusterTokenTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/pods?resourceVersion=0";
    private const string Review = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<string> _questions = [];
    private readonly ConcurrentDictionary<string, string> _users = [];
    private TaskCompletionSource? _hold;
    private DateTimeOffset? _clusterTime;
    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync(AnswerAsync, time: _time);
        _edge.Grant();
        _edge.Store.Put(Objects.ServiceAccounts, "shop/till", uid: "u1");
        _edge.Store.Complete(Objects.Pods.Resource);
    }

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var credential = context.Request.Headers.Authorization.ToString();
        if (_clusterTime is { } now) context.Response.Headers.Date = now.ToString("R");
        if (context.Request.Path != Review)
        {
            await context.Response.WriteAsync("cloud");
            return;
        }
        _questions.Enqueue(credential);
        if (_hold is { } hold) await hold.Task;
        if (_users.TryGetValue(credential, out var user))
            await context.Response.WriteAsync($$$"""{"kind":"SelfSubjectReview","status":{"userInfo":{"username":"{{{user}}}","uid":"7","groups":["clerks","system:authenticated"],"extra":{"a":["b"]} } } }""");
        else
            context.Response.StatusCode = 401;
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("another key")]
    [InlineData("another issuer")]
    [InlineData("another audience")]
    [InlineData("pod not here yet")]
    public async Task Token_ThatIsNotForThisServerToDecide_IsWhoTheClusterSays(string what)
    {
        _edge.Store.Complete(Objects.ServiceAccounts.Resource);
        using var rotated = new TokenIssuer();
        var token = what switch
        {
            "opaque" => "opaque",
            "another key" => rotated.Issue(_time.GetUtcNow(), change: (header, _) => header["kid"] = "next"),
            "another issuer" => _edge.Issuer.Issue(_time.GetUtcNow(), change: (_, claims) => claims["iss"] = "https://second"),
            "another audience" => _edge.Issuer.Issue(_time.GetUtcNow(), change: (_, claims) => claims["aud"] = new JsonArray("https://kubernetes.default.svc")),
            _ => _edge.Issuer.Issue(_time.GetUtcNow(), account: "soon"),
        };
        _users[$"Bearer {token}"] = "system:serviceaccount:shop:till";
        Assert.Equal(200, await AskAsync(token));
        Assert.Equal(200, await AskAsync(token));
        Assert.Equal([$"Bearer {token}"], _questions); // Once.
        _users.Clear();
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(401, await AskAsync(token));
    }

    [Fact]
    public async Task Token_OfSomebodyElse_HasTheRightsOfTheOneTheClusterNames()
    {
        _users["Bearer jane"] = "jane";
        using var http = _edge.Client();
        using var response = await http.AskAsync(Pods, headers: ("Authorization", "Bearer jane"));
        Assert.StartsWith("pods is forbidden: User \"jane\" cannot list", (await response.ReadFailureAsync(403)).Message(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ThatTheClusterDoesNotKnow_IsNotAskedForAgainAtOnce()
    {
        Assert.Equal(401, await AskAsync("opaque"));
        Assert.Equal(401, await AskAsync("opaque"));
        Assert.Single(_questions);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(401, await AskAsync("opaque"));
        Assert.Equal(2, _questions.Count);
    }

    /// <summary>What cannot be told is not told: neither that the credential is bad nor whose it is.</summary>
    [Fact]
    public async Task Token_ThatOnlyTheClusterKnows_WithoutTheCloudIs503_AndWhatIsHeldToBeGoneIs401()
    {
        _edge.Store.Complete(Objects.ServiceAccounts.Resource);
        _edge.Store.Disconnected("cut");
        Assert.Equal(503, await AskAsync("opaque"));
        using var rotated = new TokenIssuer();
        Assert.Equal(503, await AskAsync(rotated.Issue(_time.GetUtcNow(), change: (header, _) => header["kid"] = "next")));
        Assert.Equal(401, await AskAsync(_edge.Issuer.Issue(_time.GetUtcNow(), account: "gone")));
        Assert.Equal(401, await AskAsync(_edge.Issuer.Issue(_time.GetUtcNow(), change: (_, claims) => claims["aud"] = "vault")));
        Assert.Empty(_questions);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("NONE")]
    [InlineData("")]
    public async Task Token_ThatIsNotSigned_IsNotEvenAskedFor(string algorithm)
    {
        Assert.Equal(401, await AskAsync(_edge.Issuer.Issue(_time.GetUtcNow(), change: (header, _) => header["alg"] = algorithm)));
        Assert.Empty(_questions);
    }

    [Fact]
    public async Task Questions_UnderWay_AreBounded_AndThoseOfOneTokenAreOne()
    {
        _hold = new TaskCompletionSource();
        var asking = Enumerable.Range(0, 32).Select(i => AskAsync($"opaque{i}")).ToList();
        await Eventually.TrueAsync(() => _questions.Count == 32);
        Assert.Equal(429, await AskAsync("one-more"));
        asking.Add(AskAsync("opaque0"));
        _hold.SetResult();
        Assert.All(await Task.WhenAll(asking), status => Assert.Equal(401, status));
        Assert.Equal(32, _questions.Count);
    }

    /// <summary>A machine without a clock wakes up in 1970, or with one that runs far ahead.</summary>
    [Theory]
    [InlineData(-50 * 365)]
    [InlineData(400)]
    public async Task Clock_ThatIsWrong_IsCorrectedByTheClustersTime(int days)
    {
        var truth = _time.GetUtcNow().AddDays(-days);
        _clusterTime = truth;
        var (good, expired) = (_edge.Issuer.Issue(truth), _edge.Issuer.Issue(truth.AddHours(-2)));
        await AskAsync("any-question");
        Assert.Equal(200, await AskAsync(good));
        _edge.Store.Disconnected("cut");
        Assert.Equal(200, await AskAsync(good));
        Assert.Equal(401, await AskAsync(expired));
        _time.Advance(TimeSpan.FromMinutes(62));
        Assert.Equal(401, await AskAsync(good));
    }

    /// <summary>By proxy a pod answers, with any date that it likes: it must not make an expired token good, nor a good one bad.</summary>
    [Fact]
    public async Task Clock_WhatAPodSaysByProxy_IsNotTheClustersTime()
    {
        var good = _edge.Issuer.Issue(_time.GetUtcNow());
        _clusterTime = _time.GetUtcNow().AddYears(1);
        using var http = _edge.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", good);
        using (var proxied = await http.AskAsync("/api/v1/namespaces/shop/pods/evil/proxy/"))
            Assert.Equal("cloud", await proxied.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        _edge.Store.Disconnected("cut");
        Assert.Equal(200, await AskAsync(good));
    }

    private async Task<int> AskAsync(string token)
    {
        using var http = _edge.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.AskAsync(Pods);
        return (int)response.StatusCode;
    }
}
