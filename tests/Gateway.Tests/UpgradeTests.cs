using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KubeEdge.EdgeMesh.Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeEdge.EdgeMesh.Gateway.Tests;

/// <summary>kubectl exec, attach and port-forward: WebSocket from 1.31 on, SPDY before.</summary>
public sealed class UpgradeTests
{
    private const string Exec = "/api/v1/namespaces/shop/pods/till/exec?command=sh&stdin=true";

    /// <summary>To an API server that speaks HTTP/2 the upgrade goes on as a CONNECT, which is answered 200; the caller is to see its 101.</summary>
    [Theory]
    [InlineData(false, "HTTP/1.1")]
    [InlineData(true, "HTTP/2")]
    public async Task Exec_OverWebSocket_BytesGoBothWays(bool tls, string protocol)
    {
        await using var gateway = await TestGateway.StartAsync(tls: tls, upstream: async context =>
        {
            Assert.Equal(protocol, context.Request.Protocol);
            Assert.Equal("Bearer caller", context.Request.Headers.Authorization);
            using var socket = await context.WebSockets.AcceptWebSocketAsync("v5.channel.k8s.io");
            var buffer = new byte[64];
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Binary, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("v5.channel.k8s.io");
        client.Options.SetRequestHeader("Authorization", "Bearer caller");
        await client.ConnectAsync(new Uri($"ws://{gateway.Address.Authority}{Exec}"), TestContext.Current.CancellationToken);
        Assert.Equal("v5.channel.k8s.io", client.SubProtocol);
        await client.SendAsync("ls\n"u8.ToArray(), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        var answer = new byte[64];
        var count = (await client.ReceiveAsync(answer.AsMemory(), TestContext.Current.CancellationToken)).Count;
        Assert.Equal("ls\n", Encoding.UTF8.GetString(answer, 0, count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exec_OverSpdy_BytesGoBothWays(bool tls)
    {
        await using var gateway = await TestGateway.StartAsync(tls: tls, upstream: async context =>
        {
            context.Response.Headers.Upgrade = context.Request.Headers.Upgrade;
            context.Response.Headers["X-Stream-Protocol-Version"] = "v4.channel.k8s.io";
            await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            var buffer = new byte[64];
            var count = await stream.ReadAsync(buffer, context.RequestAborted);
            await stream.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
        });
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(gateway.Address.Host, gateway.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Exec} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer caller\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"), TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        var head = new List<string>();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line) head.Add(line);
        Assert.Contains("Upgrade: SPDY/3.1", head);
        Assert.Contains("X-Stream-Protocol-Version: v4.channel.k8s.io", head);
        await stream.WriteAsync("ls\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("ls", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Exec_ThatTheApiServerRefuses_SaysWhy()
    {
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync("""{"kind":"Status","code":403}""");
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, Exec);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("SPDY/3.1");
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)response.StatusCode);
        Assert.Contains("403", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
