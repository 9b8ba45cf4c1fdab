using System.Net;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Gateway.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Gateway.Tests;

public sealed class IdentityTests
{
    [Fact]
    public async Task Request_WithoutNodeCertificate_Is401AndGoesNowhere()
    {
        var reached = false;
        await using var gateway = await TestGateway.StartAsync(_ => { reached = true; return Task.CompletedTask; }, node: false);
        await AssertUnauthorizedAsync(await gateway.Http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken));
        Assert.False(reached);
    }

    [Fact]
    public async Task Request_WithoutCredential_Is401AndGoesNowhere()
    {
        var reached = false;
        await using var gateway = await TestGateway.StartAsync(_ => { reached = true; return Task.CompletedTask; });
        gateway.Http.DefaultRequestHeaders.Clear();
        await AssertUnauthorizedAsync(await gateway.Http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken));
        Assert.False(reached);
    }

    [Fact]
    public async Task Request_WithTwoCredentials_Is401()
    {
        await using var gateway = await TestGateway.StartAsync(_ => Task.CompletedTask);
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(gateway.Address.Host, gateway.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync("GET /api HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Request_ClaimsOfAFront_AreTakenOutAndTheCredentialStays()
    {
        var headers = await SeenAsync(["X-Remote-User", "x-remote-group", "X-Remote-Extra-A", "X-Kept"], "system:masters");
        Assert.DoesNotContain(headers.Keys, name => name.StartsWith("X-Remote", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Bearer caller", headers["Authorization"]);
        Assert.Equal("system:masters", headers["X-Kept"]);
    }

    /// <summary>kubectl --as: without these headers the request would be done all the same, as the caller itself.</summary>
    [Fact]
    public async Task Request_AsAnotherUser_GoesOnAsThatAndWithTheCallersOwnCredential()
    {
        string[] claims = ["Impersonate-User", "impersonate-group", "Impersonate-Uid", "Impersonate-Extra-Scopes"];
        var headers = await SeenAsync(claims, "jane");
        Assert.All(claims, claim => Assert.Equal("jane", headers[claim]));
        Assert.Equal("Bearer caller", headers["Authorization"]);
    }

    [Fact]
    public async Task Request_AsAnotherUserWithoutCredential_Is401AndGoesNowhere()
    {
        var reached = false;
        await using var gateway = await TestGateway.StartAsync(_ => { reached = true; return Task.CompletedTask; });
        gateway.Http.DefaultRequestHeaders.Clear();
        gateway.Http.DefaultRequestHeaders.Add("Impersonate-User", "system:admin");
        await AssertUnauthorizedAsync(await gateway.Http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken));
        Assert.False(reached);
    }

    [Fact]
    public async Task NodesOwn_Request_IsAskedAsTheNodeOfTheConnection()
    {
        var headers = await SeenAsync(["Edgemesh-Caller"], "node", credential: false);
        Assert.Equal("system:node:hz-1", headers["Impersonate-User"]);
        Assert.Equal("system:nodes", headers["Impersonate-Group"]);
        Assert.Equal("Bearer cloud", headers["Authorization"]);
        Assert.DoesNotContain("Edgemesh-Caller", headers.Keys);
    }

    [Theory]
    [InlineData("Impersonate-User", "system:node:hz-2")]
    [InlineData("impersonate-group", "system:masters")]
    [InlineData("Authorization", "Bearer caller")]
    [InlineData("Edgemesh-Caller", "cloud")]
    public async Task NodesOwn_RequestThatClaimsMore_IsRefusedAndGoesNowhere(string name, string value)
    {
        var reached = false;
        await using var gateway = await TestGateway.StartAsync(_ => { reached = true; return Task.CompletedTask; });
        gateway.Http.DefaultRequestHeaders.Clear();
        gateway.Http.DefaultRequestHeaders.Add("Edgemesh-Caller", "node");
        gateway.Http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        using var response = await gateway.Http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(reached);
    }

    /// <summary>A header that the Connection header names is one that a proxy may drop: what was decided here must not hang on it.</summary>
    [Fact]
    public async Task NodesOwn_Request_CannotHaveItsImpersonationDropped()
    {
        var headers = await SeenAsync(["Edgemesh-Caller"], "node", credential: false, connection: "Impersonate-User, Impersonate-Group");
        Assert.Equal("system:node:hz-1", headers["Impersonate-User"]);
        Assert.Equal("system:nodes", headers["Impersonate-Group"]);
    }

    /// <summary>The headers that the API server sees of a request that carries these, all with one value.</summary>
    private static async Task<Dictionary<string, string>> SeenAsync(string[] names, string value, bool credential = true, string? connection = null)
    {
        var seen = new TaskCompletionSource<Dictionary<string, string>>();
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            seen.SetResult(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            return Task.CompletedTask;
        });
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/namespaces/shop/pods/till");
        foreach (var name in names) request.Headers.Add(name, value);
        if (!credential) gateway.Http.DefaultRequestHeaders.Clear();
        if (connection is not null) request.Headers.TryAddWithoutValidation("Connection", connection);
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = await seen.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(gateway.Upstream.BaseAddress.Authority, headers["Host"]);
        return headers;
    }

    private static async Task AssertUnauthorizedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var status = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("Status", (string?)status["kind"]);
        Assert.Equal("Unauthorized", (string?)status["reason"]);
    }
}
