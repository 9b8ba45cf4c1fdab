using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>What goes through a node to the API server, over both proxies and the TLS between them, as the daemons run it.</summary>
public sealed class PassThroughTests(RunningMesh mesh) : IClassFixture<RunningMesh>
{
    private const string Pod = "/api/v1/namespaces/shop/pods/till";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exec?command=sh&stdin=true", "v5.channel.k8s.io")]
    [InlineData("attach?stdin=true&stdout=true", "v5.channel.k8s.io")]
    [InlineData("portforward?ports=80", "SPDY/3.1+portforward.k8s.io")]
    public async Task Stream_OverWebSocket_BytesGoBothWays_UntilTheClusterEndsIt(string what, string protocol)
    {
        var path = $"{Pod}/{what.Split('?')[0]}";
        mesh.ApiServer.Answers[path] = async context =>
        {
            Assert.Equal($"Bearer {RunningMesh.Token}", context.Request.Headers.Authorization);
            // By hand, for the same reason as below.
            context.Response.Headers.Connection = "Upgrade";
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.SecWebSocketProtocol = context.Request.Headers.SecWebSocketProtocol;
#pragma warning disable CA5350 // The protocol wants it so.
            context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(context.Request.Headers.SecWebSocketKey + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
            await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
            var buffer = new byte[1 << 17];
            for (var i = 0; i < 3; i++)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), context.RequestAborted);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                await socket.SendAsync(buffer.AsMemory(0, length), WebSocketMessageType.Binary, true, context.RequestAborted);
            }
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", context.RequestAborted);
        };
        // By hand: .NET's own client refuses the name of a protocol that kubectl has.
        var (connection, head) = await mesh.UpgradeAsync(
            $"GET {Pod}/{what} HTTP/1.1", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", $"Sec-WebSocket-Protocol: {protocol}");
        await using var _ = connection;
        Assert.Contains($"Sec-WebSocket-Protocol: {protocol}", head);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head);
        using var client = WebSocket.CreateFromStream(connection, new WebSocketCreationOptions());
        var answer = new byte[1 << 17];
        foreach (var length in (int[])[1, 5, 100_000])
        {
            var sent = new byte[length];
            new Random(length).NextBytes(sent);
            await client.SendAsync(sent, WebSocketMessageType.Binary, true, Cancellation);
            var received = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await client.ReceiveAsync(answer.AsMemory(received), Cancellation);
                received += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(sent, answer[..received]);
        }
        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync(answer.AsMemory(), Cancellation)).MessageType);
        Assert.Equal("done", client.CloseStatusDescription);
    }

    [Theory]
    [InlineData("exec?command=sh&stdin=true")]
    [InlineData("attach?stdin=true&stdout=true")]
    [InlineData("portforward?ports=80")]
    public async Task Stream_OverSpdy_BytesGoBothWays_UntilTheClientEndsIt(string what)
    {
        var ended = new TaskCompletionSource();
        mesh.ApiServer.Answers[$"{Pod}/{what.Split('?')[0]}"] = async context =>
        {
            Assert.Equal("SPDY/3.1", context.Request.Headers.Upgrade);
            context.Response.Headers.Upgrade = "SPDY/3.1";
            context.Response.Headers["X-Stream-Protocol-Version"] = "v4.channel.k8s.io";
            await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            var buffer = new byte[4096];
            try
            {
                while (await stream.ReadAsync(buffer, CancellationToken.None) is > 0 and var read) await stream.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            }
            catch (IOException)
            {
                // Broken off is ended as well.
            }
            ended.SetResult();
        };
        var (connection, head) = await mesh.UpgradeAsync($"POST {Pod}/{what} HTTP/1.1", "Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: v4.channel.k8s.io", "Content-Length: 0");
        await using (connection)
        {
            Assert.Contains("Upgrade: SPDY/3.1", head);
            Assert.Contains("X-Stream-Protocol-Version: v4.channel.k8s.io", head);
            for (var i = 0; i < 3; i++)
            {
                var sent = new byte[50_000];
                new Random(i).NextBytes(sent);
                await connection.WriteAsync(sent, Cancellation);
                var received = new byte[sent.Length];
                await connection.ReadExactlyAsync(received, Cancellation);
                Assert.Equal(sent, received);
            }
        }
        await ended.Task.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Body_OfARequest_IsStreamed()
    {
        var first = new TaskCompletionSource();
        mesh.ApiServer.Answers["/api/v1/namespaces/shop/configmaps"] = async context =>
        {
            var buffer = new byte[5];
            await context.Request.Body.ReadExactlyAsync(buffer, context.RequestAborted);
            first.SetResult();
            using var rest = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(Encoding.ASCII.GetString(buffer) + await rest.ReadToEndAsync(context.RequestAborted));
        };
        var body = new PushedContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/namespaces/shop/configmaps") { Content = body, Version = HttpVersion.Version20 };
        var answer = mesh.Http.SendAsync(request, Cancellation);
        await body.PushAsync("hello");
        await first.Task.WaitAsync(Patience, Cancellation);
        await body.PushAsync(" world");
        body.Complete();
        using var response = await answer;
        Assert.Equal("hello world", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Warnings_AreKept()
    {
        mesh.ApiServer.Answers["/apis/batch/v1/namespaces/shop/jobs"] = async context =>
        {
            context.Response.Headers.Warning = new(["299 - \"batch/v1beta1 is deprecated\"", "299 - \"unknown field \\\"spec.x\\\"\""]);
            await context.Response.WriteAsync("{}");
        };
        using var response = await mesh.Http.GetAsync("/apis/batch/v1/namespaces/shop/jobs", Cancellation);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(["\"batch/v1beta1 is deprecated\"", "\"unknown field \\\"spec.x\\\"\""], response.Headers.Warning.Select(warning => warning.Text));
    }

    [Theory]
    [InlineData("log?follow=true")]
    [InlineData("log")]
    public async Task Log_LinesArriveOneByOne_AndTheClusterHearsThatTheCallerWent(string what)
    {
        var gone = new TaskCompletionSource();
        var next = new SemaphoreSlim(0);
        mesh.ApiServer.Answers[$"{Pod}/log"] = async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            for (var line = 1; ; line++)
            {
                await context.Response.WriteAsync($"line {line}\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await next.WaitAsync(context.RequestAborted);
            }
        };
        using (var log = await mesh.Http.GetAsync($"{Pod}/{what}", HttpCompletionOption.ResponseHeadersRead, Cancellation))
        {
            using var reader = new StreamReader(await log.Content.ReadAsStreamAsync(Cancellation));
            for (var line = 1; line <= 3; line++)
            {
                Assert.Equal($"line {line}", await reader.ReadLineAsync(Cancellation));
                next.Release();
            }
            Assert.False(gone.Task.IsCompleted);
        }
        await gone.Task.WaitAsync(Patience, Cancellation);
    }

    [Fact]
    public async Task Write_ThatTheCallerGivesUp_IsGivenUpAtTheCluster()
    {
        var (begun, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        mesh.ApiServer.Answers["/api/v1/namespaces/shop/secrets"] = async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            begun.SetResult();
            await gone.Task;
        };
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var write = mesh.Http.PostAsync("/api/v1/namespaces/shop/secrets", new StringContent("{}"), giveUp.Token);
        await begun.Task.WaitAsync(Patience, Cancellation);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        await gone.Task.WaitAsync(Patience, Cancellation);
    }
}
