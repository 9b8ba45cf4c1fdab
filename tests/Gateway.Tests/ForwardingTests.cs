using System.Net;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeEdge.EdgeMesh.Gateway.Tests;

public sealed class ForwardingTests
{
    [Theory]
    [InlineData("/api/v1/namespaces/shop/services/http:till:80/proxy/a%2Fb/%20c?q=1%202&q=%2b")]
    [InlineData("/apis/apps/v1/deployments?labelSelector=a%20in%20(b,c)&limit=2")]
    [InlineData("/")]
    public async Task Request_PathAndQuery_ArriveAsTheyWere(string target)
    {
        await using var gateway = await TestGateway.StartAsync(context =>
            context.Response.WriteAsync(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        var uri = new Uri(gateway.Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        Assert.Equal(target, await gateway.Http.GetStringAsync(uri, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Request_WithABody_ArrivesWithItAndTheAnswerComesBack()
    {
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.Response.StatusCode = 201;
            context.Response.Headers["Audit-Id"] = "7";
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        var body = new string('x', 1 << 20);
        using var response = await gateway.Http.PostAsync("/api/v1/namespaces/shop/pods", new StringContent(body), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("7", response.Headers.GetValues("Audit-Id").Single());
        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Trailers_OfTheApiServer_AreKept()
    {
        await using var gateway = await TestGateway.StartAsync(tls: true, http2: true, upstream: async context =>
        {
            context.Response.DeclareTrailer("X-Checksum");
            await context.Response.WriteAsync("{}");
            context.Response.AppendTrailer("X-Checksum", "abc");
        });
        using var response = await gateway.Http.GetAsync("/api/v1/namespaces/shop/pods/till/log", TestContext.Current.CancellationToken);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("abc", response.TrailingHeaders.GetValues("X-Checksum").Single());
    }

    [Fact]
    public async Task Request_ApiServerGone_Is503Status()
    {
        await using var gateway = await TestGateway.StartAsync(_ => Task.CompletedTask);
        await gateway.Upstream.DisposeAsync();
        await AssertStatusAsync(await gateway.Http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken), 503, "ServiceUnavailable");
        await AssertStatusAsync(await gateway.Http.GetAsync("/api/v1/pods?watch=true", TestContext.Current.CancellationToken), 503, "ServiceUnavailable");
    }

    [Fact]
    public async Task Watch_OutlivesTheTimeoutThatEndsAnOrdinaryRequest()
    {
        var go = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            if (context.Request.Query.ContainsKey("watch"))
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await go.Task.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync("event");
            }
            else
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }
        }, activityTimeout: TimeSpan.FromMilliseconds(200));

        // The head arrives though there is no body yet, or this line would not end.
        using var watch = await gateway.Http.GetAsync("/api/v1/pods?watch=1", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await AssertStatusAsync(await gateway.Http.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken), 504, "Timeout");
        go.SetResult();
        Assert.Equal("event", await watch.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task FollowedLog_LinesArriveOneByOne()
    {
        var next = new SemaphoreSlim(0);
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            for (var line = 1; line <= 3; line++)
            {
                await context.Response.WriteAsync($"line {line}\n");
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }
        });
        using var log = await gateway.Http.GetAsync(
            "/api/v1/namespaces/shop/pods/till/log?follow=true", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await log.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        for (var line = 1; line <= 3; line++)
        {
            Assert.Equal($"line {line}", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            next.Release();
        }
    }

    [Fact]
    public async Task Watch_CallerGoes_ApiServerHearsOfIt()
    {
        var gone = new TaskCompletionSource();
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await gone.Task;
        });
        using (await gateway.Http.GetAsync("/api/v1/pods?watch=true", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
            Assert.False(gone.Task.IsCompleted);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Watch_CloudStops_Ends()
    {
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var watch = await gateway.Http.GetAsync("/api/v1/pods?watch=true", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await gateway.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Answer_OfTheApiServer_IsPassedOnWhateverItIs()
    {
        await using var gateway = await TestGateway.StartAsync(async context =>
        {
            context.Response.StatusCode = 410;
            await context.Response.WriteAsync("""{"kind":"Status","code":410}""");
        });
        using var response = await gateway.Http.GetAsync("/api/v1/pods?watch=true&resourceVersion=1", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        Assert.Equal("""{"kind":"Status","code":410}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task AssertStatusAsync(HttpResponseMessage response, int code, string reason)
    {
        Assert.Equal(code, (int)response.StatusCode);
        var status = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(("Status", reason, code), ((string?)status["kind"], (string?)status["reason"], (int?)status["code"]));
    }
}
