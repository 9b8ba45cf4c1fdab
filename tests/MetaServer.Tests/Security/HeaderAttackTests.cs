namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>Headers by which somebody would be somebody else. Byte for byte, over TLS.</summary>
public sealed class HeaderAttackTests : AttackedEdge
{
    private const string Pods = "/api/v1/namespaces/shop/pods?resourceVersion=0";
    private const string Secret = "/api/v1/namespaces/shop/secrets/safe";

    [Theory]
    [InlineData("X-Remote-User: admin\r\nX-Remote-Group: system:masters")]
    [InlineData("x-remote-user: admin\r\nx-rEMOTE-group: system:masters\r\nX-Remote-Extra-Scopes: all")]
    [InlineData("Edgemesh-Caller: node")]
    [InlineData("X-Forwarded-Client-Cert: Subject=\"CN=admin,O=system:masters\"")]
    [InlineData("X-Forwarded-User: admin\r\nX-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Client-Cert: admin\r\nX-SSL-Client-CN: system:node:n1")]
    public async Task FrontsHeaders_WithoutACredential_Are401_AndWithOneChangeNothing(string headers)
    {
        Assert.StartsWith("HTTP/1.1 401 ", await GetAsync(Secret, headers), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", await GetAsync(Secret, $"{Good}\r\n{headers}"), StringComparison.Ordinal);
        Assert.Equal(0, Passed);
    }

    [Theory]
    [InlineData("Impersonate-User: admin\r\nImpersonate-Group: system:masters")]
    [InlineData("impersonate-USER: system:serviceaccount:kube-system:admin")]
    [InlineData("Impersonate-Uid: 0")]
    [InlineData("Impersonate-Extra-Scopes: all")]
    public async Task Impersonation_IsNeverAnsweredHere_AndReachesTheClusterAsTheCallersOwnWish(string headers)
    {
        Assert.StartsWith("HTTP/1.1 401 ", await GetAsync(Secret, headers), StringComparison.Ordinal);
        Assert.Contains("\r\ncloud\r\n", await GetAsync(Secret, $"{Good}\r\n{headers}"), StringComparison.Ordinal);
        Assert.Equal($"Bearer {Edge.Token}", Seen!.Authorization.ToString());
        Assert.Contains(Seen.Keys, name => name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase));
        Edge.Store.Disconnected("cut");
        Assert.StartsWith("HTTP/1.1 503 ", await GetAsync(Pods, $"{Good}\r\n{headers}"), StringComparison.Ordinal);
    }

    /// <summary>What edge and cloud say between them nobody else says to the cloud.</summary>
    [Fact]
    public async Task HeadersBetweenEdgeAndCloud_DoNotPassThrough()
    {
        await GetAsync(Pods, $"{Good}\r\nImpersonate-User: jane\r\nedgemesh-versions: all\r\nEdgemesh-Caller: node");
        Assert.Equal("jane", Seen!["Impersonate-User"].ToString());
        Assert.DoesNotContain(Seen.Keys, name => name.StartsWith("Edgemesh-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A proxy may drop the headers that Connection names: an impersonation must not turn into the caller's own act by that.</summary>
    [Fact]
    public async Task ConnectionHeader_CannotDropTheImpersonationOrTheCredential()
    {
        await GetAsync(Pods, $"{Good}\r\nImpersonate-User: jane\r\nConnection: close, Impersonate-User, Authorization");
        Assert.Equal("jane", Seen!["Impersonate-User"].ToString());
        Assert.Equal($"Bearer {Edge.Token}", Seen.Authorization.ToString());
    }

    [Theory]
    [InlineData("Authorization: Bearer other")]
    [InlineData("authorization: Basic YWRtaW46YWRtaW4=")]
    [InlineData("Authorization: Bearer {0}")]
    public async Task AuthorizationTwice_Is401_InEitherOrder(string second)
    {
        second = second.Replace("{0}", Edge.Token, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", await GetAsync(Pods, $"{Good}\r\n{second}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", await GetAsync(Pods, $"{second}\r\n{Good}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", await GetAsync(Pods, $"{Good}, {second["Authorization: ".Length..]}"), StringComparison.Ordinal);
        Assert.Equal(0, Passed);
    }

    /// <summary>What two servers would take for two different requests, or headers, is none.</summary>
    [Theory]
    [InlineData("Impersonate-User : admin")]
    [InlineData(" Impersonate-User: admin")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6")]
    [InlineData("Transfer-Encoding: chunked, identity")]
    [InlineData("X: a\r\n\tb: c")]
    [InlineData("X: a\0b")]
    public async Task AmbiguousHead_IsRefused(string headers)
    {
        var answer = await GetAsync(Pods, $"{Good}\r\n{headers}");
        Assert.Matches("^HTTP/1.1 (400|413|501) ", answer);
        Assert.Equal(0, Passed);
    }

    /// <summary>A body that holds another request: it is a body.</summary>
    [Fact]
    public async Task RequestWithinARequest_IsNotMadeAnother()
    {
        var inner = $"GET {Secret} HTTP/1.1\r\nHost: x\r\n{Good}\r\n\r\n";
        var answer = await GetAsync(Pods, $"{Good}\r\nContent-Length: {inner.Length}\r\n\r\n{inner}");
        Assert.Single(answer.Split("HTTP/1.1 ").Skip(1));
    }

    [Fact]
    public async Task OversizedHeaders_Are431AndARequestLine414()
    {
        Assert.StartsWith("HTTP/1.1 431 ", await GetAsync(Pods, $"{Good}\r\nX: {new string('a', 70_000)}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await GetAsync(Pods, $"{Good}\r\n{string.Join("\r\n", Enumerable.Range(0, 200).Select(i => $"X-{i}: a"))}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414 ", await GetAsync($"{Pods}&labelSelector={new string('a', 20_000)}", Good), StringComparison.Ordinal);
        Assert.Equal(0, Passed);
    }

    /// <summary>A token as long as a head may be is none, and costs no signature.</summary>
    [Fact]
    public async Task OversizedToken_Is401()
    {
        Assert.StartsWith("HTTP/1.1 401 ", await GetAsync(Pods, $"Authorization: Bearer {new string('a', 20_000)}.{new string('b', 20_000)}.c"), StringComparison.Ordinal);
    }

    /// <summary>What cannot be done is refused before the body is taken.</summary>
    [Fact]
    public async Task OversizedBody_IsNotTakenInByWhoCannotUseIt()
    {
        Edge.Grant();
        Edge.Store.Disconnected("cut");
        await using var wire = await Wire.OpenAsync(Edge.Address);
        await wire.SendAsync($"POST /api/v1/namespaces/shop/secrets HTTP/1.1\r\nHost: x\r\n{Good}\r\nConnection: close\r\nContent-Length: 1099511627776\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 503 ", await wire.ReadToEndAsync(), StringComparison.Ordinal);
        await using var review = await Wire.OpenAsync(Edge.Address);
        await review.SendAsync($"POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews HTTP/1.1\r\nHost: x\r\n{Good}\r\nConnection: close\r\nContent-Length: 1099511627776\r\n\r\n");
        await review.SendAsync(new string(' ', 70_000));
        Assert.StartsWith("HTTP/1.1 413 ", await review.ReadToEndAsync(), StringComparison.Ordinal);
    }

    private string Good => $"Authorization: Bearer {Edge.Token}";

    private async Task<string> GetAsync(string path, string headers)
    {
        var close = headers.Contains("Connection:", StringComparison.Ordinal) ? "" : "Connection: close\r\n";
        var answer = await Wire.AskAsync(Edge.Address, $"GET {path} HTTP/1.1\r\nHost: x\r\n{close}{headers}{(headers.Contains("\r\n\r\n", StringComparison.Ordinal) ? "" : "\r\n\r\n")}");
        Assert.DoesNotContain(Treasure, answer, StringComparison.Ordinal);
        return answer;
    }
}
