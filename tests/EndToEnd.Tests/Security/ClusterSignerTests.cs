using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>Node certificates of the cluster's own signer, with the real one: what they are good for, and who else has one.</summary>
public sealed class ClusterSignerTests(SignedMesh fixture) : IClassFixture<SignedMesh>
{
    private const string ClusterAuthority = "CN=control-plane-test-ca";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Fleet Mesh => fixture.Mesh;

    [Fact]
    public async Task Nodes_AreKnownByCertificatesOfTheCluster_AndNobodyElseWhoHasOne()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var node = Mesh.Edges[0].Name;
        foreach (var edge in Mesh.Edges.SkipLast(1)) await ComesForAsync(edge, isClusters: true);
        // It is the node at the API server itself, and no other node.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(fixture.Plane.Address, ClientOf(Mesh.Edges[0]), $"/api/v1/nodes/{node}"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(fixture.Plane.Address, ClientOf(Mesh.Edges[0]), "/api/v1/nodes/" + Mesh.Edges[1].Name));

        // To the gateway the members are nodes (without a credential of their own callers), and whoever has another certificate of that CA is nobody.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(Gateway, ClientOf(Mesh.Edges[0]), $"/api/v1/nodes/{node}", isNodesOwn: true));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Gateway, fixture.Plane.IssueClient("system:node:" + node, "system:nodes"), $"/api/v1/nodes/{node}", isNodesOwn: true));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Gateway, fixture.Plane.IssueClient("system:node:stranger", "system:nodes"), $"/api/v1/nodes/{node}", isNodesOwn: true));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(Gateway, fixture.Plane.IssueClient("kubernetes-admin", "system:masters"), "/api/v1/nodes"));

        Assert.DoesNotContain(await File.ReadAllLinesAsync(fixture.AuditLog, Cancellation), line =>
            line.Contains("edgemesh-system:edgemesh-cloud", StringComparison.Ordinal) && line.Contains("certificatesigningrequests", StringComparison.Ordinal) && line.Contains("\"code\":403", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Revoked_IsNobodyHereAndStillTheNodeAtTheApiServer()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var victim = Mesh.Edges[^1];
        await ComesForAsync(victim, isClusters: true);
        var stolen = ClientOf(victim);
        var revoked = await Mesh.Cloud.RunAsync("node", "revoke", victim.Name);
        Assert.True(revoked.ExitCode == 0, revoked.Error);
        Assert.Contains("--node-signer", revoked.Output, StringComparison.Ordinal);
        await Mesh.EventuallyAsync("it is refused", async () =>
        {
            if (await AskAsync(Gateway, stolen, "/api/v1/nodes/" + victim.Name, isNodesOwn: true) != HttpStatusCode.Unauthorized) throw new IOException("not yet");
        }, Cancellation);
        // What the README says of this signer.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(fixture.Plane.Address, stolen, "/api/v1/nodes/" + victim.Name));
    }

    [Fact]
    public async Task Signer_ChangedThereAndBack_CutsNobodyOff()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var edge = Mesh.Edges[1];
        foreach (var (signer, isClusters) in new[] { ("own", false), ("cluster", true) })
        {
            await ConnectsAsync(edge);
            await Mesh.Cloud.KillAsync();
            Mesh.Cloud.Arguments = ["--node-signer", signer];
            await Mesh.StartCloudAsync(Cancellation);
            // With what it has of the other signer it is let in, and gets the new one. (Started anew, since it waits long before it tries a lost cloud again.)
            await RestartAsync(edge);
            await ComesForAsync(edge, isClusters);
            Assert.Equal(HttpStatusCode.OK, await AskAsync(Gateway, ClientOf(edge), "/api/v1/nodes/" + edge.Name, isNodesOwn: true));
        }
    }

    private Uri Gateway => new($"https://{Mesh.Cloud.Address}");

    /// <summary>A daemon asks at its start, and else every two hours or when something has changed.</summary>
    private async Task ComesForAsync(EdgeNode edge, bool isClusters)
    {
        await ConnectsAsync(edge);
        if (ClientOf(edge).Issuer == ClusterAuthority == isClusters) return;
        await RestartAsync(edge);
        await Mesh.EventuallyAsync($"{edge.Name} has a certificate of the other signer", () =>
            ClientOf(edge).Issuer == ClusterAuthority == isClusters ? Task.CompletedTask : Task.FromException(new IOException(ClientOf(edge).Issuer)), Cancellation);
        await ConnectsAsync(edge);
    }

    private static async Task RestartAsync(EdgeNode edge)
    {
        await edge.KillAsync();
        edge.Start();
    }

    private Task ConnectsAsync(EdgeNode edge) => Mesh.EventuallyAsync($"{edge.Name} is connected", async () =>
    {
        var status = await edge.RunAsync("status", "-o", "json");
        if (status.ExitCode != 0 || !(bool)JsonNode.Parse(status.Output)!["link"]!["connected"]!) throw new IOException(status.Output + status.Error);
    }, Cancellation);

    private static X509Certificate2 ClientOf(EdgeNode edge)
    {
        var pem = File.ReadAllText(Path.Combine(edge.DataDirectory, "node.pem"));
        return X509Certificate2.CreateFromPem(pem, pem);
    }

    private static async Task<HttpStatusCode> AskAsync(Uri server, X509Certificate2 certificate, string path, bool isNodesOwn = false)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
#pragma warning disable CA5359 // Who the server is, other tests ask.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path));
        if (isNodesOwn) request.Headers.Add(Proto.ApiMachinery.Requests.NodesOwnRequest.Header, Proto.ApiMachinery.Requests.NodesOwnRequest.Node);
        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
