using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

public sealed class PassThroughTests
{
    private const string Exec = "/api/v1/namespaces/shop/pods/a/exec?command=sh&stdin=true";

    [Theory]
    [InlineData("POST", "/api/v1/namespaces/shop/pods?dryRun=All")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/shop/deployments/a/scale")]
    [InlineData("PUT", "/api/v1/namespaces/shop/services/http:till:80/proxy/a%2Fb//%20c?q=1%202")]
    [InlineData("OPTIONS", "/api/v1/nodes")]
    public async Task Request_OfAnyVerb_ArrivesByteForByte(string method, string target)
    {
        await using var edge = await EdgeServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.Headers["Audit-Id"] = context.Request.Headers["Audit-Id"];
            context.Response.Headers["X-Seen"] = $"{context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}";
            context.Response.Headers.Warning = "299 - \"deprecated\"";
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        edge.Grant();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(edge.Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        var body = new string('x', 1 << 20);
        if (method != "OPTIONS") request.Content = new StringContent(body);
        using var response = await edge.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal($"{method} {target}", response.Headers.GetValues("X-Seen").Single());
        Assert.NotEmpty(response.Headers.GetValues("Audit-Id").Single());
        Assert.Equal("\"deprecated\"", response.Headers.Warning.Single().Text);
        Assert.Equal(request.Content is null ? "" : body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Trailers_OfTheCluster_AreKept()
    {
        await using var edge = await EdgeServer.StartAsync(async context =>
        {
            context.Response.DeclareTrailer("X-Checksum");
            await context.Response.WriteAsync("{}");
            context.Response.AppendTrailer("X-Checksum", "abc");
        });
        edge.Grant();
        using var http = edge.Client(HttpVersion.Version20);
        http.DefaultRequestHeaders.Authorization = edge.Http.DefaultRequestHeaders.Authorization;
        using var response = await http.AskAsync("/api/v1/namespaces/shop/configmaps/a");
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("abc", response.TrailingHeaders.GetValues("X-Checksum").Single());
    }

    [Fact]
    public async Task Watch_2_11_HeadersComeAtOnce_AndIdlenessDoesNotEndIt()
    {
        var go = new TaskCompletionSource();
        await using var edge = await EdgeServer.StartAsync(
            async context =>
            {
                if (context.Request.Query.ContainsKey("watch")) await context.Response.Body.FlushAsync(context.RequestAborted);
                await go.Task.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync("event");
            },
            passThroughTimeout: TimeSpan.FromSeconds(1));
        edge.Grant();
        using var watch = await edge.Http.AskAsync("/api/v1/configmaps?watch=true");
        // An ordinary request is ended meanwhile, so that the watch has been idle for longer than that.
        Assert.Equal("Timeout", (string?)(await edge.Http.GetFailureAsync("/api/v1/namespaces/shop/configmaps/a", 504))["reason"]);
        go.SetResult();
        Assert.Equal("event", await watch.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task FollowedLog_LinesArriveOneByOne_AndTheClusterHearsThatTheCallerWent()
    {
        var gone = new TaskCompletionSource();
        await using var edge = await EdgeServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await context.Response.WriteAsync("line\n");
            await context.Response.Body.FlushAsync();
            await gone.Task;
        });
        edge.Grant();
        using (var log = await edge.Http.AskAsync("/api/v1/namespaces/shop/pods/a/log?follow=true"))
        {
            using var reader = new StreamReader(await log.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            Assert.Equal("line", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.False(gone.Task.IsCompleted);
        }
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Exec_OverWebSocket_BytesGoBothWays()
    {
        await using var edge = await EdgeServer.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync("v5.channel.k8s.io");
            var buffer = new byte[64];
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Binary, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        edge.Grant();
        using var client = new ClientWebSocket();
        client.Options.AddSubProtocol("v5.channel.k8s.io");
        client.Options.SetRequestHeader("Authorization", $"Bearer {edge.Token}");
        client.Options.RemoteCertificateValidationCallback = Kestrel.Trusts;
        await client.ConnectAsync(new Uri($"wss://{edge.Address.Authority}{Exec}"), TestContext.Current.CancellationToken);
        await client.SendAsync("ls\n"u8.ToArray(), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        var answer = new byte[64];
        var count = (await client.ReceiveAsync(answer.AsMemory(), TestContext.Current.CancellationToken)).Count;
        Assert.Equal("ls\n", Encoding.UTF8.GetString(answer, 0, count));
    }

    [Fact]
    public async Task Exec_OverSpdy_BytesGoBothWays()
    {
        await using var edge = await EdgeServer.StartAsync(async context =>
        {
            context.Response.Headers.Upgrade = context.Request.Headers.Upgrade;
            await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            var buffer = new byte[64];
            var count = await stream.ReadAsync(buffer, context.RequestAborted);
            await stream.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
        });
        edge.Grant();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(edge.Address.Host, edge.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = new SslStream(tcp.GetStream(), false, Kestrel.Trusts);
        await stream.AuthenticateAsClientAsync(edge.Address.Host);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Exec} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {edge.Token}\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 0\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 }) { }
        await stream.WriteAsync("ls\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("ls", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Request_GatewayGoneThoughTheLinkIsUp_Is503()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant();
        await edge.StopCloudAsync();
        var status = await edge.Http.GetFailureAsync("/api/v1/namespaces/shop/configmaps/a", 503);
        Assert.Equal("the cloud's gateway cannot be reached from this node: configmaps \"a\" is not held here, or not wholly", status.Message());
    }

    /// <summary>A kubelet registers the Node, for want of which the cloud gives no stream, through this server.</summary>
    [Fact]
    public async Task Request_CloudAnswersButRefusesTheStream_GetsThrough()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant();
        edge.Store.Disconnected("the cluster has no node n1", refused: true);
        using var response = await edge.Http.AskAsync("/api/v1/nodes", method: HttpMethod.Post);
        Assert.Equal("cloud: POST /api/v1/nodes", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        edge.Store.Disconnected("no route");
        using var offline = await edge.Http.AskAsync("/api/v1/nodes", method: HttpMethod.Post);
        Assert.EndsWith("create nodes was not done", (await offline.ReadFailureAsync(503)).Message(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Denied_IsNotPassedOn()
    {
        await using var edge = await EdgeServer.StartAsync(_ => throw new InvalidOperationException("must not be asked"));
        edge.Grant("""[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]""");
        await edge.Http.GetFailureAsync("/api/v1/namespaces/shop/secrets/a", 403);
        await edge.Http.GetFailureAsync("/api/v1/namespaces/shop/pods/a/log", 403);
    }
}
