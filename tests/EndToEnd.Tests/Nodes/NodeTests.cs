using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Nodes;

/// <summary>What a node has, it has for as long as it may: rights and membership that end, end at the edge.</summary>
public sealed class NodeTests(SandboxMesh fixture) : IClassFixture<SandboxMesh>
{

    [Fact]
    public async Task Binding_Deleted_TheCollectionLeavesTheEdgeAndOfflineIsForbidden()
    {
        var (mesh, cancellation) = (fixture.Mesh, TestContext.Current.CancellationToken);
        var edge = mesh.Edges[0];
        await mesh.ApplyAsync(Manifests.Read("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: { name: reads-quotas }
            rules: [ { apiGroups: [""], resources: [resourcequotas], verbs: [get, list, watch] } ]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: { name: reads-quotas }
            roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reads-quotas }
            subjects: [ { kind: ServiceAccount, name: till, namespace: shop } ]
            """), cancellation);
        await mesh.EventuallyAsync("resourcequotas are kept on the node", async () =>
        {
            await edge.Api.GetAsync("/api/v1/resourcequotas", cancellation);
            if (!await HoldsAsync(edge, "v1/resourcequotas")) throw new IOException("not yet");
        }, cancellation);

        await mesh.Cluster.DeleteAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/reads-quotas", cancellation);
        await mesh.EventuallyAsync("they are gone from it", async () =>
        {
            if (await HoldsAsync(edge, "v1/resourcequotas")) throw new IOException("still there");
        }, cancellation);

        await mesh.Cloud.KillAsync();
        try
        {
            using var answer = await edge.Api.SendAsync(HttpMethod.Get, "/api/v1/resourcequotas", null, null, cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        finally
        {
            await mesh.StartCloudAsync(cancellation);
        }
    }

    [Fact]
    public async Task Revoked_TheLiveStreamEndsAndPodsGoOnReading()
    {
        var (mesh, cancellation) = (fixture.Mesh, TestContext.Current.CancellationToken);
        var edge = mesh.Edges[1];
        await mesh.EventuallyAsync("it is connected", async () => { if (!await ConnectedAsync(edge)) throw new IOException("not yet"); }, cancellation);
        var revoked = await mesh.Cloud.RunAsync("node", "revoke", edge.Name);
        Assert.True(revoked.ExitCode == 0, revoked.Error);
        await mesh.EventuallyAsync("its status says why", async () =>
        {
            var link = (await StatusAsync(edge))["link"]!;
            if ((bool)link["connected"]! || !((string?)link["problem"] ?? "").Contains("revoked", StringComparison.Ordinal)) throw new IOException(link.ToJsonString());
        }, cancellation);
        await edge.Api.GetAsync("/api/v1/services", cancellation);
        Assert.Contains("revoked", (await mesh.Cloud.RunAsync("node", "list")).Output.Split('\n').Single(line => line.StartsWith(edge.Name + " ", StringComparison.Ordinal)), StringComparison.Ordinal);

        // And the way back.
        var token = await mesh.Cloud.CreateTokenAsync("--node", edge.Name);
        var joined = await edge.JoinAsync(mesh.Cloud.Address, token, "--replace");
        Assert.True(joined.ExitCode == 0, joined.Error);
        await edge.KillAsync();
        edge.Start();
        await mesh.EventuallyAsync("it is connected again", async () => { if (!await ConnectedAsync(edge)) throw new IOException("not yet"); }, cancellation);
    }

    [Fact]
    public async Task Authority_ChangedUnderLiveEdges_CutsNobodyOff()
    {
        var (mesh, cancellation) = (fixture.Mesh, TestContext.Current.CancellationToken);
        var (live, away) = (mesh.Edges[2], mesh.Edges[3]);
        foreach (var edge in mesh.Edges) await ConnectsAsync(edge, cancellation);
        await away.KillAsync();
        var since = (string?)(await StatusAsync(live))["link"]!["since"];

        await StepAsync("rotate");
        await NudgeAsync(live, cancellation);
        await mesh.EventuallyAsync(
            "the next CA is known to those that are there", () => Trusted(live) == 2 ? Task.CompletedTask : Task.FromException(new IOException("not yet")), cancellation);
        foreach (var edge in mesh.Edges.Except([live, away])) await RestartAsync(edge, cancellation);
        await StepAsync("promote", "--now");
        await NudgeAsync(live, cancellation);
        await mesh.EventuallyAsync(
            "it has a certificate of the new CA", () => Issuer(live) != Issuer(away) ? Task.CompletedTask : Task.FromException(new IOException("not yet")), cancellation);
        foreach (var edge in mesh.Edges.Except([live, away])) await RestartAsync(edge, cancellation);
        Assert.NotEqual(0, (await mesh.Cloud.RunAsync("ca", "retire")).ExitCode);

        // It was away all the while, and knows the first CA only.
        Assert.Equal(1, Trusted(away));
        away.Start();
        await ConnectsAsync(away, cancellation);
        await mesh.EventuallyAsync("all have certificates of the new CA", () => StepAsync("retire"), cancellation);
        Assert.Equal(since, (string?)(await StatusAsync(live))["link"]!["since"]);
        foreach (var edge in mesh.Edges) await RestartAsync(edge, cancellation);
    }

    private async Task StepAsync(string step, params string[] more)
    {
        var done = await fixture.Mesh.Cloud.RunAsync("ca", step, more);
        if (done.ExitCode != 0) throw new IOException(done.Error);
    }

    /// <summary>A fact that its certificate holds changes: it asks the cloud now, and not within two hours.</summary>
    private async Task NudgeAsync(EdgeNode edge, CancellationToken cancellation) => await fixture.Mesh.Cluster.MergeAsync(
        $"/api/v1/nodes/{edge.Name}/status",
        new JsonObject { ["status"] = new JsonObject { ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalDNS", ["address"] = $"n{Guid.NewGuid():N}.example" }) } }, cancellation);

    private async Task RestartAsync(EdgeNode edge, CancellationToken cancellation)
    {
        await edge.KillAsync();
        edge.Start();
        await ConnectsAsync(edge, cancellation);
    }

    private Task ConnectsAsync(EdgeNode edge, CancellationToken cancellation) => fixture.Mesh.EventuallyAsync($"{edge.Name} is connected", async () =>
    {
        if (!await ConnectedAsync(edge)) throw new IOException("not yet");
    }, cancellation);

    private static int Trusted(EdgeNode edge) => File.ReadAllText(Path.Combine(edge.DataDirectory, "ca.crt")).Split("BEGIN CERTIFICATE").Length - 1;

    private static string Issuer(EdgeNode edge)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(edge.DataDirectory, "node.pem")));
        return certificate.Issuer;
    }

    private static async Task<bool> ConnectedAsync(EdgeNode edge) => (bool)(await StatusAsync(edge))["link"]!["connected"]!;

    private static async Task<bool> HoldsAsync(EdgeNode edge, string collection) =>
        (await StatusAsync(edge))["collections"]!.AsArray().Any(held => (string?)held!["collection"] == collection && (string?)held["complete"] != "none");

    private static async Task<JsonNode> StatusAsync(EdgeNode edge)
    {
        var status = await edge.RunAsync("status", "-o", "json");
        return status.ExitCode == 0 ? JsonNode.Parse(status.Output)! : throw new IOException(status.Error);
    }
}
