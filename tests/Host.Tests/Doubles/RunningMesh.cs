using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>The whole way of a request: an edge daemon, the cloud, and an API server that does what a test says.</summary>
public sealed class RunningMesh : IAsyncLifetime
{
    /// <summary>A token that only the cluster can judge: it has published no keys.</summary>
    public static string Token { get; } = MakeToken("signature");

    /// <summary>Another one, of somebody who may do nothing but say who he is once he is among <see cref="Mortals"/>.</summary>
    public static string OtherToken { get; } = MakeToken("another signature");

    /// <summary>The Authorization headers of those who are not in <c>system:masters</c>.</summary>
    public ConcurrentDictionary<string, byte> Mortals { get; } = new();

    /// <summary>The node's data directory.</summary>
    public string Data => _scratch["edge"];

    private readonly Scratch _scratch = new();
    private RunningCloud _cloud = null!;
    private Executable _edge = null!;

    internal FakeApiServer ApiServer => _cloud.ApiServer;

    /// <summary>The node's MetaServer.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>A client with that token.</summary>
    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RunningCloud.StartAsync("hz-1");
        // Whom the node does not know the cluster does.
        ApiServer.Answers["/apis/authentication.k8s.io/v1/selfsubjectreviews"] = context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentType = "application/json";
            var groups = Mortals.ContainsKey(context.Request.Headers.Authorization.ToString()) ? "" : "\"system:masters\",";
            return context.Response.WriteAsync($$$"""
                {"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1","metadata":{},"status":{"userInfo":{"username":"caller","groups":[{{{groups}}}"system:authenticated"] } } }
                """);
        };
        await _cloud.JoinAsync("hz-1", _scratch["edge"]);
        _edge = Executable.Edge("run", "--data", _scratch["edge"], "--virtual-ip", "none", "--listen", "127.0.0.1:0");
        await _edge.SaysAsync("Connected to the cloud");
        await using var kubeconfig = Executable.Edge("kubeconfig", "--data", _scratch["edge"], "--token", Token);
        Assert.Equal(0, await kubeconfig.EndAsync());
        Address = new Uri(Regex.Match(kubeconfig.Output, "server: \"(https://127.0.0.1:[0-9]+)\"").Groups[1].Value);
        Http = new HttpClient(Handler()) { BaseAddress = Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _edge.DisposeAsync();
        await _cloud.DisposeAsync();
        _scratch.Dispose();
    }

    /// <summary>Asks over HTTP/1.1 for another protocol; the connection as it is after the 101, whose headers are given.</summary>
    public async Task<(SslStream Connection, IReadOnlyList<string> Head)> UpgradeAsync(string path, params IEnumerable<string> headers)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var tcp = new TcpClient();
        await tcp.ConnectAsync(Address.Host, Address.Port, cancellation);
        var tls = new SslStream(tcp.GetStream(), false, static (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync(Address.Host);
        var request = string.Concat(((IEnumerable<string>)[path, "Host: x", $"Authorization: Bearer {Token}", "Connection: Upgrade", .. headers, ""]).Select(line => line + "\r\n"));
        await tls.WriteAsync(Encoding.ASCII.GetBytes(request), cancellation);
        var head = new List<string>();
        for (string? line = null; line != "";) head.Add(line = await ReadLineAsync(tls));
        Assert.Equal("HTTP/1.1 101 Switching Protocols", head[0]);
        return (tls, head);
    }

    /// <summary>A line, and not a byte of what follows it.</summary>
    private static async Task<string> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, TestContext.Current.CancellationToken) == 1 && one[0] != '\n') line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }

    private static string MakeToken(string signature) => string.Join('.', ((string[])
        ["{\"alg\":\"RS256\",\"kid\":\"k\"}", "{\"iss\":\"https://cluster\",\"sub\":\"system:serviceaccount:shop:till\",\"aud\":[\"https://cluster\"],\"exp\":4102444800,\"kubernetes.io\":{\"namespace\":\"shop\",\"serviceaccount\":{\"name\":\"till\",\"uid\":\"u\"}}}", signature])
        .Select(part => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));

    private static SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        return handler;
    }
}
