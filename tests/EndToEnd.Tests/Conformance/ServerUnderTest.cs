using System.Net;
using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>One of the servers that must all behave alike, asked by the ServiceAccount shop/till.</summary>
public sealed class ServerUnderTest : IDisposable
{
    private readonly HttpClient _http;

    internal ServerUnderTest(string name, Uri address, string token, Dataset data, KubeApi? cluster)
    {
        (Name, Address, Token, Data, Cluster) = (name, address, token, data, cluster);
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = Trust.Anybody;
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    /// <summary>One of <see cref="ServerNames"/>.</summary>
    public string Name { get; }

    public Uri Address { get; }

    public string Token { get; }

    /// <summary>
    /// The token with another signature, which everybody can tell. Of one that only the cluster knows, a node without a cloud says that it cannot ask.
    /// </summary>
    public string Forged => Token[..^16] + (Token.EndsWith("AAAAAAAAAAAAAAAA", StringComparison.Ordinal) ? "BBBBBBBBBBBBBBBB" : "AAAAAAAAAAAAAAAA");

    /// <summary>What it serves.</summary>
    public Dataset Data { get; }

    /// <summary>The cluster behind it, as its administrator: null where no change can reach the server.</summary>
    public KubeApi? Cluster { get; }

    /// <summary>Whether it is a node's.</summary>
    public bool IsEdge => Name is ServerNames.Online or ServerNames.Offline or ServerNames.Restarted;

    /// <summary>A list or get, read to its end; a watch too, which must have a time-out.</summary>
    public async Task<Answer> AskAsync(string path, string? accept = null, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var response = await OpenAsync(path, accept, method, headers);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, response.Headers, response.Content.Headers, bytes);
    }

    /// <summary>Returns when the headers have come.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, string? accept = null, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        var uri = new Uri(Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, uri) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (!headers.Any(header => header.Name == "Authorization")) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers)
        {
            if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
        }
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>What must succeed.</summary>
    public async Task<Answer> GetAsync(string path, string? accept = null)
    {
        var answer = await AskAsync(path, accept);
        Assert.True(answer.Code == 200, $"{Name} {path}: {answer.Code} {answer.Text}");
        return answer;
    }

    /// <summary>What must fail, with a Status.</summary>
    public async Task<Answer> FailAsync(string path, int code, string? accept = null)
    {
        var answer = await AskAsync(path, accept);
        Assert.True(answer.Code == code, $"{Name} {path}: want {code}, got {answer.Code} {answer.Text}");
        Assert.Equal("Status", (string?)answer.Json["kind"]);
        Assert.Equal("v1", (string?)answer.Json["apiVersion"]);
        Assert.Equal("Failure", (string?)answer.Json["status"]);
        Assert.Equal(code, (int?)answer.Json["code"]);
        return answer;
    }

    public void Dispose() => _http.Dispose();
}
