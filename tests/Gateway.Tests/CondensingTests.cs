using System.IO.Compression;
using System.Net;
using System.Text;
using KubeEdge.EdgeMesh.Gateway.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Gateway.Tests;

public sealed class CondensingTests
{
    private const string Path = "/api/v1/namespaces/shop/pods?labelSelector=app%3Dtill";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfWhatIsHeldAlike_TellsNothing_AndIsAskedInTheCallersName()
    {
        var asked = new List<string>();
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            lock (asked) asked.Add($"{context.Request.Path}{context.Request.QueryString} {context.Request.Headers.Authorization} [{context.Request.Headers.AcceptEncoding}{context.Request.Headers[CondensedVersions.Header]}]");
            return ListAsync(context, 2_000);
        });
        var sums = new VersionSums();
        for (var i = 0; i < 2_000; i++) sums.Add(Encoding.UTF8.GetBytes($"shop/pod-{i:00000}"), 100 + i);
        var (list, length) = await AskAsync(gateway, sums.Folded().ToString());
        Assert.Equal((7_777, 0, false), (list.Revision, list.Versions.Count, list.Told!.Contains(true)));
        Assert.InRange(length, 1, 100);
        Assert.Equal([$"{Path} Bearer caller []"], asked);
    }

    [Fact]
    public async Task List_OfWhichNothingIsKnown_IsNamesAndVersions()
    {
        await using var gateway = await TestGateway.StartAsync(context => ListAsync(context, 2_000));
        var (list, length) = await AskAsync(gateway, CondensedVersions.All);
        Assert.Equal((2_000, 2_099, null), (list.Versions.Count, list.Versions.Newest, list.Told));
        Assert.InRange(length, 1, 30_000);
    }

    [Fact]
    public async Task List_ThatIsRefused_ComesAsTheApiServerSaysIt()
    {
        await using var gateway = await TestGateway.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("{\"kind\":\"Status\",\"code\":403}");
        });
        using var answer = await SendAsync(gateway, HttpMethod.Get, CondensedVersions.All);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("{\"kind\":\"Status\",\"code\":403}", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task List_ThatBreaksOff_IsNoAnswer()
    {
        await using var gateway = await TestGateway.StartAsync(context => context.Response.WriteAsync("{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{"));
        using var answer = await SendAsync(gateway, HttpMethod.Get, CondensedVersions.All);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "some", "Edgemesh-Versions")]
    [InlineData("GET", "AAAA", "1, 2, 4")]
    [InlineData("POST", CondensedVersions.All, "GET")]
    [InlineData("GET", CondensedVersions.All, "at once", "&watch=true")]
    public async Task Request_ThatIsNone_IsRefusedWithTheReason(string method, string header, string says, string more = "")
    {
        await using var gateway = await TestGateway.StartAsync(_ => throw new InvalidOperationException("nobody asks"));
        using var answer = await SendAsync(gateway, new HttpMethod(method), header, more);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static Task ListAsync(HttpContext context, int count)
    {
        context.Response.ContentType = "application/json";
        var items = Enumerable.Range(0, count).Select(i =>
            $$$"""{"metadata":{"name":"pod-{{{i:00000}}}","namespace":"shop","resourceVersion":"{{{100 + i}}}","managedFields":[{"manager":"x"}]} }""");
        return context.Response.WriteAsync($"{{\"metadata\":{{\"resourceVersion\":\"7777\"}},\"items\":[{string.Join(',', items)}]}}");
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, HttpMethod method, string header, string more = "")
    {
        using var request = new HttpRequestMessage(method, new Uri(gateway.Address.GetLeftPart(UriPartial.Authority) + Path + more));
        request.Headers.Add(CondensedVersions.Header, header);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        return await gateway.Http.SendAsync(request, Cancellation);
    }

    private static async Task<(VersionedList List, int Length)> AskAsync(TestGateway gateway, string header)
    {
        using var answer = await SendAsync(gateway, HttpMethod.Get, header);
        Assert.Equal((HttpStatusCode.OK, CondensedVersions.MediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var body = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal(body.Length, answer.Content.Headers.ContentLength);
        if (!answer.Content.Headers.ContentEncoding.Contains("gzip")) return (CondensedVersions.Read(body), body.Length);
        using var unpacked = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress)) await gzip.CopyToAsync(unpacked, Cancellation);
        return (CondensedVersions.Read(unpacked.ToArray()), body.Length);
    }
}
