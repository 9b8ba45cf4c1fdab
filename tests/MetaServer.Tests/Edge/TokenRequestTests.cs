using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>A kubelet must start its pods, and start them again, with the cloud and without.</summary>
public sealed class TokenRequestTests : IAsyncLifetime
{
    private const string Path = "/api/v1/namespaces/shop/serviceaccounts/till/token";
    private const string ForA = """{"spec":{"audiences":["https://kubernetes.default.svc"],"expirationSeconds":3607,"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"a","uid":"p1"}}}""";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ClientAuthority _authority = new();
    private readonly List<(string Caller, string Body)> _asked = [];
    private EdgeServer _edge = null!;
    private HttpClient _kubelet = null!;
    private int _status = 201;
    private bool _protobuf;

    public async ValueTask InitializeAsync()
    {
        _time.SetUtcNow(TimeProvider.System.GetUtcNow()); // For which the certificates are made.
        _edge = await EdgeServer.StartAsync(AnswerAsync, time: _time);
        _edge.Store.PutDocument("client-ca", _authority.Certificate.ExportCertificatePem());
        _edge.Grant("[]");
        _edge.Store.Put(Objects.Pods, "shop/a", """ "spec":{"nodeName":"n1","serviceAccountName":"till"} """, uid: "p1");
        _edge.Store.Complete(Objects.Pods.Resource, CollectionScope.Node);
        _kubelet = _edge.Client(certificate: _authority.Issue("CN=system:node:n1, O=system:nodes", age: TimeSpan.FromMinutes(5)));
    }

    public async ValueTask DisposeAsync()
    {
        _kubelet.Dispose();
        await _edge.DisposeAsync();
        _authority.Dispose();
    }

    /// <summary>A new token each time, good for an hour; the answer says that it should be used for half of that.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        lock (_asked) _asked.Add((context.Request.Headers["Edgemesh-Caller"].ToString() + context.Request.Headers.Authorization, body));
        context.Response.StatusCode = _status;
        var token = _edge.Issuer.Issue(_time.GetUtcNow(), pod: "a", node: "n1", change: (_, claims) => claims["jti"] = $"{_asked.Count}");
        if (_protobuf)
        {
            context.Response.ContentType = "application/vnd.kubernetes.protobuf";
            await context.Response.Body.WriteAsync((byte[])[.. "k8s\0"u8, .. Field(2, Field(3, Field(1, Encoding.ASCII.GetBytes(token))))]);
            return;
        }
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = _time.GetUtcNow().AddMinutes(30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") },
        }.ToJsonString());
    }

    [Fact]
    public async Task Token_GivenOnline_IsGivenAgainOffline_ByteForByte_UntilItExpires()
    {
        var (_, first) = await AskAsync(ForA);
        var (status, newest) = await AskAsync(ForA);
        Assert.Equal(201, status);
        Assert.NotEqual(first, newest);
        Assert.Equal([("node", ForA), ("node", ForA)], _asked);
        _edge.Store.Disconnected("cut");
        _time.Advance(TimeSpan.FromMinutes(59)); // Past what the answer says, which is for the kubelet to judge.
        Assert.Equal((201, newest), await AskAsync(ForA));
        _time.Advance(TimeSpan.FromMinutes(2));
        var (late, why) = await AskAsync(ForA);
        Assert.Equal(503, late);
        Assert.Contains("no new token can be had for the pod \\\"a\\\", and the one that was given before expired at", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_SurvivesARestart()
    {
        var (_, body) = await AskAsync(ForA);
        var cache = new TokenCache(_edge.Store, _edge.Store, new ClusterClock(_time, _edge.Store));
        var question = new TokenQuestion(Objects.Key("shop/till"), Objects.Key("shop/a"), "p1", "https://kubernetes.default.svc\n");
        Assert.Equal(body, Encoding.UTF8.GetString(cache.Find(question)!.Body));
        Assert.Null(cache.Find(question with { PodUid = "p2" }));
        Assert.Null(cache.Find(question with { Audiences = "vault\n" }));
    }

    /// <summary>The link may not have noticed yet.</summary>
    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Token_WhileTheCloudCannotReachTheCluster_IsTheOneGivenBefore(int status)
    {
        var (_, body) = await AskAsync(ForA);
        _status = status;
        Assert.Equal((201, body), await AskAsync(ForA));
    }

    [Fact]
    public async Task Token_InProtobuf_AsKubeletsAsk_IsKeptToo()
    {
        _protobuf = true;
        byte[] pod = [.. Field(1, "Pod"u8.ToArray()), .. Field(3, "a"u8.ToArray()), .. Field(4, "p1"u8.ToArray())];
        byte[] request = [.. "k8s\0"u8, .. Field(2, Field(2, [.. Field(1, "api"u8.ToArray()), .. Field(3, pod), 0x20, 0x97, 0x1c]))];
        var given = await SendAsync(request);
        _edge.Store.Disconnected("cut");
        Assert.Equal(given, await SendAsync(request));
    }

    [Theory]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","name":"a","uid":"p0"}}}""", 403)]
    [InlineData("""{"spec":{"boundObjectRef":{"kind":"Pod","name":"b","uid":"p1"}}}""", 403)]
    [InlineData("""{"spec":{"audiences":["vault"],"boundObjectRef":{"kind":"Pod","name":"a","uid":"p1"}}}""", 503)]
    [InlineData("""{"spec":{}}""", 503)]
    [InlineData("{}", 503)]
    public async Task Token_ThatWasNeverGiven_IsNotGivenOffline(string request, int status)
    {
        await AskAsync(ForA);
        _edge.Store.Disconnected("cut");
        Assert.Equal(status, (await AskAsync(request)).Status);
    }

    [Fact]
    public async Task Token_OfAPodThatIsGone_IsNotGivenOffline()
    {
        await AskAsync(ForA);
        _edge.Store.Disconnected("cut");
        _edge.Store.Delete(Objects.Pods, "shop/a");
        Assert.Equal(403, (await AskAsync(ForA)).Status);
    }

    [Fact]
    public async Task Refusal_OfTheCluster_IsPassedOnAndNothingIsKept()
    {
        _status = 403;
        Assert.Equal(403, (await AskAsync(ForA)).Status);
        _edge.Store.Disconnected("cut");
        Assert.Equal(503, (await AskAsync(ForA)).Status);
    }

    [Fact]
    public async Task Pod_ThatAsksForAToken_IsNotGivenTheKubelets()
    {
        await AskAsync(ForA);
        _edge.Grant();
        _edge.Store.Disconnected("cut");
        using var content = new StringContent(ForA, Encoding.UTF8, "application/json");
        using var answer = await _edge.Http.PostAsync(new Uri(_edge.Address, Path), content, TestContext.Current.CancellationToken);
        await answer.ReadFailureAsync(503);
    }

    private async Task<(int Status, string Body)> AskAsync(string request)
    {
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var answer = await _kubelet.PostAsync(new Uri(_edge.Address, Path), content, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<byte[]> SendAsync(byte[] request)
    {
        using var content = new ByteArrayContent(request);
        content.Headers.Add("Content-Type", "application/vnd.kubernetes.protobuf");
        using var answer = await _kubelet.PostAsync(new Uri(_edge.Address, Path), content, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Field(int number, byte[] value) => value.Length < 128
        ? [(byte)((number << 3) | 2), (byte)value.Length, .. value]
        : [(byte)((number << 3) | 2), (byte)((value.Length & 127) | 128), (byte)(value.Length >> 7), .. value];
}
