using System.Text;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>Paths that would be one thing to authorization and another to routing, here or in the cluster. Byte for byte, over TLS.</summary>
public sealed class PathAttackTests : AttackedEdge
{
    /// <summary>Each of them is a Secret, or a list of them, to some reader.</summary>
    [Theory]
    [InlineData("//api/v1/namespaces/shop/secrets/safe")]
    [InlineData("/api//v1/namespaces/shop/secrets/safe")]
    [InlineData("/api/v1/namespaces/shop//secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/pods/../secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/pods/%2e%2e/secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/pods/%2E./secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/pods/..%2fsecrets/safe")]
    [InlineData("/api/v1/namespaces/shop/pods%2f..%2fsecrets/safe")]
    [InlineData("/api/v1/namespaces/shop/pods/..;/secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/pods/..\\secrets\\safe")]
    [InlineData("/api/v1/namespaces/shop/pods/%5c..%5csecrets/safe")]
    [InlineData("/api/v1/namespaces/shop/./secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe%00")]
    [InlineData("/api/v1/namespaces/shop/pods%00/../secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/secrets%2fsafe")]
    [InlineData("/api/v1/namespaces/shop%2fsecrets/safe")]
    [InlineData("/api%2fv1%2fnamespaces%2fshop%2fsecrets%2fsafe")]
    [InlineData("/api/v1/namespaces/shop/%73ecrets/safe")]
    [InlineData("/api/v1/namespaces/shop/%2573ecrets/safe")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe/")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe//")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe?x=/api/v1/pods")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe#/api/v1/pods")]
    [InlineData("/api/v1/namespaces/shop/Secrets/safe")]
    [InlineData("/API/v1/namespaces/shop/secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/secrets/%73afe")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe%20")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe%0d%0aX:%20y")]
    [InlineData("/api/v1/namespaces/shop/secrets/%c0%aesafe")]
    [InlineData("/api/v1/namespaces/shop/secrets/safe%ff")]
    [InlineData("/api/v1/namespaces/shop/pods/a/%2e%2e/%2e%2e/secrets/safe")]
    [InlineData("/api/v1/watch/namespaces/shop/secrets/safe")]
    [InlineData("/api/v1/proxy/namespaces/shop/secrets/safe")]
    [InlineData("/apis//v1/namespaces/shop/secrets/safe")]
    [InlineData("/apis/core/v1/namespaces/shop/secrets/safe")]
    [InlineData("/apis/v1/namespaces/shop/secrets/safe")]
    [InlineData("/version/../api/v1/namespaces/shop/secrets/safe")]
    [InlineData("/version%2f..%2fapi/v1/namespaces/shop/secrets/safe")]
    [InlineData("/healthz/../api/v1/namespaces/shop/secrets/safe")]
    [InlineData("http://x/api/v1/namespaces/shop/secrets/safe")]
    [InlineData("http://x//api/v1/namespaces/shop/secrets/safe")]
    [InlineData("https://x/version/../api/v1/namespaces/shop/secrets/safe")]
    [InlineData("/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name=safe")]
    [InlineData("/api/v1/namespaces/shop/secrets?watch=1&resourceVersion=0&timeoutSeconds=1")]
    [InlineData("/api/v1/secrets?limit=1")]
    public async Task PathTrick_ToASecret_YieldsNothing(string target)
    {
        foreach (var method in (string[])["GET", "HEAD", "get", "GET\tx"])
        {
            var answer = await Wire.AskAsync(Edge.Address, $"{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {Edge.Token}\r\n\r\n");
            Assert.DoesNotContain(Treasure, answer, StringComparison.Ordinal);
            Assert.Matches("^HTTP/1.1 (400|403|404|405) ", answer);
        }
        Assert.Equal(0, Passed);
    }

    /// <summary>NUL, control characters and bytes that are no text, as they are.</summary>
    [Theory]
    [InlineData("\0")]
    [InlineData("\u0001")]
    [InlineData("\u007f")]
    [InlineData("\u00ff")]
    [InlineData("\t")]
    public async Task RawByteInThePath_IsRefused(string raw)
    {
        var answer = await Wire.AskAsync(
            Edge.Address, $"GET /api/v1/namespaces/shop/pods/a{raw}/../../secrets/safe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {Edge.Token}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(0, Passed);
    }

    /// <summary>What may be passed on is asked of the cluster in the very bytes that were judged here.</summary>
    [Theory]
    [InlineData("/api/v1/namespaces/shop/pods/a/proxy/x%2Fy//z?q=%2e%2e")]
    [InlineData("/api/v1/namespaces/shop/services/https:till:443/proxy/a%20b")]
    public async Task PassedPath_IsTheBytesThatWereJudged(string target)
    {
        var seen = "";
        await using var edge = await EdgeServer.StartAsync(context =>
        {
            seen = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            return Task.CompletedTask;
        });
        edge.Grant();
        await Wire.AskAsync(edge.Address, $"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {edge.Token}\r\n\r\n");
        Assert.Equal(target, seen);
    }

    /// <summary>Seeded: paths put together from parts that confuse, none of which may be what the caller has no right to.</summary>
    [Fact]
    public async Task PathTricks_ByChance_YieldNothing()
    {
        var seed = unchecked((int)TimeProvider.System.GetTimestamp());
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] parts = ["api", "v1", "apis", "namespaces", "shop", "secrets", "safe", "pods", "..", ".", "", "%2e%2e", "%2f", "%00", "%5c", "proxy", "watch", "status", "version", "%73ecrets", ";", "~"];
        using var http = Edge.Client();
        for (var i = 0; i < 500; i++)
        {
            var path = new StringBuilder(random.Next(3) == 0 ? "/api/v1/namespaces/shop" : "");
            for (var part = random.Next(1, 8); part > 0; part--) path.Append('/').Append(parts[random.Next(parts.Length)]);
            using var response = await http.AskAsync(path.ToString(), headers: ("Authorization", $"Bearer {Edge.Token}"));
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.False(answer.Contains(Treasure, StringComparison.Ordinal), $"seed {seed}: {path}");
            // Everybody may ask which groups and versions there are: /apis/secrets asks for a group of that name, /api/secrets for a version.
            var asksForGroups = path.ToString().Split('/') is ["", "api", _] or ["", "apis", _] or ["", "apis", _, _];
            var named = path.ToString().Contains("secrets", StringComparison.Ordinal) && !path.ToString().Contains("/pods/", StringComparison.Ordinal);
            Assert.False(answer == "cloud" && named && !asksForGroups, $"seed {seed}: {path} was passed on");
        }
    }
}
