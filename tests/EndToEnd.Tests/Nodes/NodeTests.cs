using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Nodes;

/// <summary>What a node has, it has for as long as it may: rights and membership that end, end at the edge.</summary>
public sealed class NodeTests(SandboxMesh fixture) : IClassFixture<SandboxMesh>
{
    private int _steps;

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
        var away = mesh.Edges[3];
        var live = mesh.Edges.Except([away]).ToList();
        foreach (var edge in mesh.Edges) await ConnectsAsync(edge, cancellation);
        await away.KillAsync();

        await StepAsync(live, "rotate");
        await mesh.EventuallyAsync("the next CA is known to those that are there", () => AllAsync(live, edge => Trusted(edge) == 2), cancellation);
        await StepAsync(live, "promote", "--now");
        // For certificates a daemon asks at its start, and else every two hours.
        foreach (var edge in live) await RestartAsync(edge, cancellation);
        await mesh.EventuallyAsync("they have certificates of the new CA", () => AllAsync(live, edge => Issuer(edge) != Issuer(away)), cancellation);
        Assert.NotEqual(0, (await mesh.Cloud.RunAsync("ca", "retire")).ExitCode);

        // It was away all the while, and knows the first CA only.
        Assert.Equal(1, Trusted(away));
        away.Start();
        await ConnectsAsync(away, cancellation);
        await mesh.EventuallyAsync("it has one too", () => AllAsync([away], edge => Issuer(edge) == Issuer(live[0])), cancellation);
        await StepAsync(mesh.Edges, "retire");
        await mesh.EventuallyAsync("the first CA is no longer trusted", () => AllAsync(mesh.Edges, edge => Trusted(edge) == 1), cancellation);
        foreach (var edge in mesh.Edges)
        {
            await RestartAsync(edge, cancellation);
            // Who reads at a node trusts the CA that its kubeconfig had: after its end it needs another one.
            await edge.UseTokenAsync(await mesh.TokenAsync("shop", "till", cancellation));
            await edge.Api.GetAsync("/api/v1/services", cancellation);
        }
    }

    /// <summary>Takes a step; no stream ends of it.</summary>
    private async Task StepAsync(IReadOnlyList<EdgeNode> live, string step, params string[] more)
    {
        var before = await Task.WhenAll(live.Select(SinceAsync));
        var done = await fixture.Mesh.Cloud.RunAsync("ca", step, more);
        Assert.True(done.ExitCode == 0, done.Error);
        var heard = ++_steps;
        await fixture.Mesh.EventuallyAsync("the cloud has heard of it", () => AllAsync(live, _ => Changes() >= heard), TestContext.Current.CancellationToken);
        Assert.Equal(before, await Task.WhenAll(live.Select(SinceAsync)));
    }

    /// <summary>How many changes of the CAs the cloud has said.</summary>
    private int Changes()
    {
        using var log = new StreamReader(new FileStream(fixture.Mesh.Cloud.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd().Split("The CAs have changed").Length - 1;
    }

    private static async Task<string?> SinceAsync(EdgeNode edge) => (string?)(await StatusAsync(edge))["link"]!["since"];

    private static Task AllAsync(IEnumerable<EdgeNode> edges, Func<EdgeNode, bool> holds) =>
        edges.All(holds) ? Task.CompletedTask : Task.FromException(new IOException("not yet"));

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
