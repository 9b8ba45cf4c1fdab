using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Section 1, what failures look like.</summary>
public sealed class StatusLines(Servers servers) : Lines(servers)
{
    private const string Maps = "/api/v1/namespaces/conf/configmaps";
    private const string User = "system:serviceaccount:shop:till";

    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_NotFound(string on)
    {
        var server = On(on);
        var pod = await server.FailAsync("/api/v1/namespaces/conf/pods/none", 404);
        Assert.Equal("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"none\" not found","reason":"NotFound","details":{"name":"none","kind":"pods"},"code":404}""", pod.Text.TrimEnd());
        Assert.Equal("application/json", pod.ContentType);
        var deployment = await server.FailAsync("/apis/apps/v1/namespaces/conf/deployments/none", 404);
        Assert.Equal("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"deployments.apps \"none\" not found","reason":"NotFound","details":{"name":"none","group":"apps","kind":"deployments"},"code":404}""", deployment.Text.TrimEnd());
        Assert.Equal("coupons.shop.example \"none\" not found", (await server.FailAsync("/apis/shop.example/v1/namespaces/conf/coupons/none", 404)).Message);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_ForbiddenAndUnauthorized(string on)
    {
        var server = On(on);
        var list = await server.FailAsync("/api/v1/namespaces/conf/secrets", 403);
        Assert.Equal($"secrets is forbidden: User \"{User}\" cannot list resource \"secrets\" in API group \"\" in the namespace \"conf\"", list.Message);
        Assert.Equal("Forbidden", list.Reason);
        Assert.Equal("secrets", (string?)list.Json["details"]!["kind"]);
        var all = await server.FailAsync("/apis/batch/v1/jobs", 403);
        Assert.Equal($"jobs.batch is forbidden: User \"{User}\" cannot list resource \"jobs\" in API group \"batch\" at the cluster scope", all.Message);
        var one = await server.FailAsync("/api/v1/namespaces/conf/secrets/x", 403);
        Assert.Equal($"secrets \"x\" is forbidden: User \"{User}\" cannot get resource \"secrets\" in API group \"\" in the namespace \"conf\"", one.Message);
        var nobody = await server.AskAsync(Maps, null, null, ("Authorization", $"Bearer {server.Forged}"));
        Assert.Equal("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""", nobody.Text.TrimEnd());
    }

    /// <summary>Whoever may read a namespace must not read through it what is the whole cluster's.</summary>
    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_WhereNothingLies_Is404(string on)
    {
        var server = On(on);
        foreach (var path in (string[])["/api/v1/namespaces/conf/nodes", "/api/v1/namespaces/conf/namespaces/conf-b", "/api/v1/pods/p1"])
        {
            var status = await server.FailAsync(path, 404);
            Assert.Equal("the server could not find the requested resource", status.Message);
        }
        var custom = await server.AskAsync("/apis/shop.example/v1/coupons/c1");
        Assert.Equal((404, "text/plain; charset=utf-8", "404 page not found\n"), (custom.Code, custom.ContentType, custom.Text));
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_WhoHasAllHeMayHave_Is429(string on)
    {
        var server = On(on);
        if (!server.IsEdge) Assert.Skip("how much a caller may have is a node's to say");
        var open = new List<HttpResponseMessage>();
        try
        {
            while (true)
            {
                open.Add(await server.OpenAsync($"{Maps}?watch=1&resourceVersion={server.Data.History[^1]}"));
                if (open[^1].StatusCode != System.Net.HttpStatusCode.OK) break;
                Assert.True(open.Count <= Servers.Watches);
            }
            var refused = open[^1];
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
            Assert.Equal("application/json", refused.Content.Headers.ContentType!.ToString());
            Assert.Equal(
                $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{User}} has {{Servers.Watches}} watches open on this node, and may have no more: try again in a moment","reason":"TooManyRequests","details":{"retryAfterSeconds":1},"code":429}""",
                (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimEnd());
            // Everybody else, and what he asks else, is not held up by it.
            await server.GetAsync(Maps);
        }
        finally
        {
            foreach (var watch in open) watch.Dispose();
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_EveryAnswerCarriesItsHeaders(string on)
    {
        var server = On(on);
        foreach (var path in (string[])[Maps, $"{Maps}/m1", $"{Maps}/none", $"{Maps}?limit=x", "/api/v1/secrets"])
        {
            var answer = await server.AskAsync(path);
            Assert.NotEqual("", answer.Header("Audit-Id"));
            Assert.Equal("no-cache, private", answer.Header("Cache-Control"));
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_HeadOfAResource_IsNotAllowed(string on)
    {
        var server = On(on);
        foreach (var path in (string[])[Maps, $"{Maps}/m1", "/api", "/version"])
        {
            var answer = await server.AskAsync(path, null, HttpMethod.Head);
            Assert.Equal(405, answer.Code);
            Assert.Empty(answer.Bytes);
        }
        Assert.Equal(200, (await server.AskAsync("/healthz", null, HttpMethod.Head)).Code);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_Timeout_IsAGoDuration(string on)
    {
        var server = On(on);
        foreach (var (text, problem) in ((string, string)[])
            [("abc", "invalid duration \"abc\""), ("5", "missing unit in duration \"5\""), ("1x", "unknown unit \"x\" in duration \"1x\""), ("-", "invalid duration \"-\"")])
        {
            var status = await server.FailAsync($"{Maps}?timeout={text}", 400);
            Assert.Equal($"invalid timeout specified in the request URL - time: {problem}", status.Message);
        }
        foreach (var text in (string[])["5s", "0", "1m30s", "70s", "-1s", "1.5h", "300ms"]) await server.GetAsync($"{Maps}?limit=1&timeout={text}");
        // It runs out before the wait for a revision that does not come.
        var late = await server.AskAsync($"{Maps}?resourceVersion=999999999&timeout=300ms");
        Assert.Equal(504, late.Code);
        Assert.Equal("Timeout", late.Reason);
        await server.GetAsync($"{Maps}?watch=1&timeoutSeconds=1&timeout=abc&fieldSelector=metadata.name%3Dm1");
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.9")]
    public async Task Status_1_9_Writes(string on)
    {
        var server = On(on);
        var path = "/api/v1/namespaces/shop/configmaps";
        if (server.Cluster is null)
        {
            using var create = await SendAsync(server, HttpMethod.Post, path, new StringContent("""{"metadata":{"name":"x"} }""", new MediaTypeHeaderValue("application/json")));
            Assert.Equal(503, (int)create.StatusCode);
            var status = JsonNode.Parse(await create.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Matches("^the cloud cannot be reached from this node since 20.*: create configmaps was not done$", (string?)status["message"]);
            return;
        }
        using var odd = await SendAsync(server, HttpMethod.Post, path, new StringContent("x", new MediaTypeHeaderValue("text/html")));
        Assert.Equal(415, (int)odd.StatusCode);
        using var unknown = await SendAsync(server, new HttpMethod("BREW"), path, null);
        Assert.Equal(on == ServerNames.Sandbox ? unknown.StatusCode : System.Net.HttpStatusCode.Forbidden, unknown.StatusCode);
        using var large = await SendAsync(server, HttpMethod.Post, path, new StringContent($$"""{"metadata":{"name":"x"},"data":{"a":"{{new string('x', 3_200_000)}}"} }""", new MediaTypeHeaderValue("application/json")));
        Assert.Equal(413, (int)large.StatusCode);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.10")]
    public async Task Read_1_10_WhatIsNotHeld_IsNeverAnEmptyList(string on)
    {
        var server = On(on);
        var answer = await server.AskAsync("/api/v1/serviceaccounts");
        if (on is ServerNames.Offline or ServerNames.Restarted)
        {
            Assert.Equal(503, answer.Code);
            Assert.Equal("ServiceUnavailable", answer.Reason);
            Assert.Contains("the cloud cannot be reached from this node since 20", answer.Message, StringComparison.Ordinal);
            Assert.Contains("serviceaccounts", answer.Message, StringComparison.Ordinal);
            return;
        }
        Assert.Contains("shop/till", answer.Names);
    }

    private static async Task<HttpResponseMessage> SendAsync(ServerUnderTest server, HttpMethod method, string path, HttpContent? body)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = Trust.Anybody;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
