using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Demo.Stage;

namespace KubeEdge.EdgeMesh.Tests.Demo.Story;

/// <summary>The whole demo, from nothing to the kubeconfigs to go on with.</summary>
internal static class Play
{
    public static async Task RunAsync(MeshOptions options, Teller teller, Func<CancellationToken, Task> afterwards, CancellationToken cancellationToken)
    {
        teller.Act("A cluster, the cloud, and four edges");
        Fleet? started = null;
        await teller.PromiseAsync("a Kubernetes API is up", async () => started = await Fleet.StartClusterAsync(options, cancellationToken));
        await using var mesh = started!;
        await teller.PromiseAsync("edgemesh-cloud serves", () => mesh.StartCloudAsync(cancellationToken));
        await teller.PromiseAsync(
            "the samples of cloud/deploy/samples are applied",
            () => mesh.ApplyAsync(Manifests.ReadFolder(Path.Combine(AppContext.BaseDirectory, "samples")), cancellationToken));
        await teller.PromiseAsync($"{string.Join(", ", options.Nodes)} have joined and serve", () => mesh.StartEdgesAsync("shop", "till", cancellationToken));

        var slices = mesh.Edges.ToDictionary(edge => edge.Name, edge => new LiveView(edge.Api, Scene.Slices, options.Time));
        try
        {
            var scene = new Scene(mesh, teller, slices);
            await ClosedTraffic.PlayAsync(scene, cancellationToken);
            await NodeMoves.PlayAsync(scene, cancellationToken);
            await CloudGone.PlayAsync(scene, cancellationToken);
            await CatchUp.PlayAsync(scene, cancellationToken);
            teller.Act("Yours to go on with");
            foreach (var edge in mesh.Edges) teller.Show($"kubectl --kubeconfig {edge.KubeconfigPath} get pods -A -o wide    # at {edge.Name}");
            teller.Show($"kubectl --kubeconfig {mesh.KubeconfigPath} get nodegroups                 # the cluster itself");
            await afterwards(cancellationToken);
        }
        finally
        {
            foreach (var view in slices.Values) await view.DisposeAsync();
        }
    }
}
