using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>
/// A kubelet's certificate at the MetaServer of its node, with a real API server behind: the cluster's own Node authoriser decides what goes through,
/// and the cloud has no more rights than its manifest gives it.
/// </summary>
public sealed class KubeletTests(RealMesh fixture) : IClassFixture<RealMesh>
{
    private const string Node = "hz-1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kubelet_OfTheNode_HasTheNodesRightsAndNoOthers_OnlineAndOffline()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var mesh = fixture.Mesh;
        var edge = mesh.Edges.Single(edge => edge.Name == Node);
        using var kubelet = Client(edge.Port, "system:node:" + Node);
        await mesh.EventuallyAsync("the node knows its kubelet", async () =>
        {
            var (status, text) = await AskAsync(kubelet, HttpMethod.Get, $"/api/v1/nodes/{Node}");
            if (status != HttpStatusCode.OK) throw new IOException(text);
        }, Cancellation);

        Assert.Contains($"\"username\":\"system:node:{Node}\"", (await AskAsync(kubelet, HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            """{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}""")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(kubelet, HttpMethod.Patch, $"/api/v1/nodes/{Node}/status", """{"status":{"images":[]}}""")).Status);
        await RefusesAsync(kubelet, HttpMethod.Get, "/api/v1/nodes/hz-2", $"node '{Node}' cannot read 'hz-2', only its own Node object");
        await RefusesAsync(kubelet, HttpMethod.Get, "/api/v1/namespaces/kube-system/secrets/stray", $"no relationship found between node '{Node}' and this object");
        await RefusesAsync(kubelet, HttpMethod.Get, "/api/v1/secrets", "can only read namespaced object of this type");
        await RefusesAsync(kubelet, HttpMethod.Delete, "/api/v1/namespaces/shop", "cannot delete resource \"namespaces\"");

        // Another node's kubelet, and whoever has no node at all, get nothing in this node's name.
        using var other = Client(edge.Port, "system:node:hz-2");
        await RefusesAsync(other, HttpMethod.Patch, $"/api/v1/nodes/{Node}/status", "system:node:hz-2");
        await RefusesAsync(other, HttpMethod.Patch, "/api/v1/nodes/hz-2/status", "system:node:hz-2");

        // NodeRestriction wants the token to be in the pod's spec.
        await mesh.ApplyAsync(Manifests.Read($$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"asks","namespace":"shop"},"spec":{"nodeName":"{{Node}}","serviceAccountName":"till","containers":[{"name":"c","image":"i"}],
             "volumes":[{"name":"token","projected":{"sources":[{"serviceAccountToken":{"path":"token"} }]} }]} }
            """), Cancellation);
        JsonNode? pod = null;
        await mesh.EventuallyAsync("the pod is on the node", async () =>
        {
            var pods = JsonNode.Parse((await AskAsync(kubelet, HttpMethod.Get, $"/api/v1/pods?fieldSelector=spec.nodeName%3D{Node}")).Text)!["items"]!.AsArray();
            pod = pods.FirstOrDefault(item => (string?)item!["metadata"]!["name"] == "asks") ?? throw new IOException("not yet");
        }, Cancellation);
        const string path = "/api/v1/namespaces/shop/serviceaccounts/till/token";
        var request = new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["spec"] = new JsonObject { ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["name"] = (string?)pod!["metadata"]!["name"], ["uid"] = (string?)pod["metadata"]!["uid"] } },
        }.ToJsonString();
        var given = await AskAsync(kubelet, HttpMethod.Post, path, request);
        Assert.True(given.Status == HttpStatusCode.Created, given.Text);
        await RefusesAsync(kubelet, HttpMethod.Post, "/api/v1/namespaces/kube-system/serviceaccounts/default/token", "no relationship found");

        await mesh.Cloud.KillAsync();
        Assert.Equal(given, await AskAsync(kubelet, HttpMethod.Post, path, request));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(kubelet, HttpMethod.Get, $"/api/v1/nodes/{Node}")).Status);
        await mesh.EventuallyAsync("the link is known to be down", async () =>
        {
            var (status, text) = await AskAsync(kubelet, HttpMethod.Get, "/api/v1/nodes/hz-2");
            if (status != HttpStatusCode.Forbidden || !text.Contains("only its own Node object", StringComparison.Ordinal)) throw new IOException(text);
        }, Cancellation);
    }

    private HttpClient Client(int port, string user)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = [fixture.Plane.IssueClient(user, "system:nodes")];
#pragma warning disable CA5359 // Who the server is, other tests ask.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    private static async Task RefusesAsync(HttpClient http, HttpMethod method, string path, string words)
    {
        var (status, text) = await AskAsync(http, method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : """{"kind":"TokenRequest","apiVersion":"authentication.k8s.io/v1","spec":{}}""");
        Assert.True(status == HttpStatusCode.Forbidden, $"{status}: {text}");
        Assert.Contains(words, (string)JsonNode.Parse(text)!["message"]!, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient http, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        using var response = await http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
