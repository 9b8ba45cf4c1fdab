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
    public async Task Request_ClaimsOfAnotherIdentity_AreTakenOutAndTheCredentialStays()
    {
        var seen = new TaskCompletionSource<Dictionary<string, string>>();
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            seen.SetResult(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            return Task.CompletedTask;
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/pods");
        foreach (var claim in new[] { "Impersonate-User", "impersonate-group", "Impersonate-Extra-Scopes", "X-Remote-User", "x-remote-group", "X-Remote-Extra-A" })
            request.Headers.Add(claim, "system:masters");
        request.Headers.Add("X-Kept", "1");
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var headers = await seen.Task;
        Assert.DoesNotContain(headers.Keys, name => name.StartsWith("Impersonate", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Remote", StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Bearer caller", headers["Authorization"]);
        Assert.Equal("1", headers["X-Kept"]);
        Assert.Equal(gateway.Upstream.BaseAddress.Authority, headers["Host"]);
    }

    private static async Task AssertUnauthorizedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var status = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("Status", (string?)status["kind"]);
        Assert.Equal("Unauthorized", (string?)status["reason"]);
    }
}
