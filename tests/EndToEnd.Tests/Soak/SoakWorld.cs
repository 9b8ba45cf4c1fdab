using System.Net;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>A cluster, the cloud and two nodes of two regions, as processes that can be killed and with links that can be cut.</summary>
internal sealed class SoakWorld : IAsyncDisposable
{
    private static readonly string[] Names = ["hz-1", "bj-1"];
    private readonly RealControlPlane? _plane;
    private readonly List<SoakNode> _nodes = [];

    private SoakWorld(RealControlPlane? plane, Fleet mesh) => (_plane, Mesh) = (plane, mesh);

    public Fleet Mesh { get; }

    public IReadOnlyList<SoakNode> Nodes => _nodes;

    public static async Task<SoakWorld> StartAsync(bool real, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("edgemesh-soak-").FullName;
        var keep = Environment.GetEnvironmentVariable("EDGEMESH_SOAK_KEEP") is { Length: > 0 };
        var options = new MeshOptions { Directory = directory, Nodes = Names, Keep = keep };
        RealControlPlane? plane = null;
        if (real)
        {
            plane = await RealControlPlane.StartAsync(TimeProvider.System, cancellation);
            var file = Path.Combine(directory, "admin.kubeconfig");
            await File.WriteAllTextAsync(file, plane.AdminKubeconfig, cancellation);
            options = options with { Kubeconfig = file, IsBare = true };
        }
        var world = new SoakWorld(plane, await Fleet.StartClusterAsync(options, cancellation));
        try
        {
            await world.JoinAsync(cancellation);
            return world;
        }
        catch (Exception)
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>What is listed becomes wanted, and is then held whole. Informers that were there before go over from the cluster to the node's store.</summary>
    public async Task HoldsAsync(CancellationToken cancellation)
    {
        foreach (var edge in Mesh.Edges) await HoldsAsync(edge, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Mesh.DisposeAsync();
        foreach (var node in _nodes) await node.DisposeAsync();
        if (_plane is not null) await _plane.DisposeAsync();
    }

    private async Task JoinAsync(CancellationToken cancellation)
    {
        await Mesh.StartCloudAsync(cancellation);
        await Mesh.ApplyAsync(Manifests.ReadFolder(Path.Combine(AppContext.BaseDirectory, "samples")), cancellation);
        await Churn.PrepareAsync(Mesh.Cluster, cancellation);
        var account = await TokenAsync(cancellation);
        foreach (var edge in Mesh.Edges)
        {
            var node = new SoakNode(edge, new CuttableRelay(IPEndPoint.Parse(Mesh.Cloud.Address)));
            _nodes.Add(node);
            await node.JoinAsync(await Mesh.Cloud.CreateTokenAsync(), account, cancellation);
        }
    }

    private Task HoldsAsync(EdgeNode edge, CancellationToken cancellation) => Mesh.EventuallyAsync($"{edge.Name} holds everything", async () =>
    {
        foreach (var what in Followed.By(edge.Name)) await edge.Api.GetAsync(what.PathAndQuery, cancellation);
        var held = JsonNode.Parse((await edge.RunAsync("status", "-o", "json")).Output)!["collections"]!.AsArray();
        foreach (var wanted in (string[])["v1/configmaps", "v1/pods", "v1/nodes", "shop.example/v1/coupons"])
        {
            if (!held.Any(collection => (string?)collection!["collection"] == wanted && (string?)collection["complete"] == "all")) throw new IOException($"{wanted} is not held whole");
        }
    }, cancellation);

    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 86400 } };
        return (string)(await Mesh.Cluster.CreateAsync("/api/v1/namespaces/shop/serviceaccounts/till/token", request, cancellation))["status"]!["token"]!;
    }
}
