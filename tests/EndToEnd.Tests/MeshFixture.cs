using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>The demo's world: four edges in three regions, joined and serving, with the samples applied.</summary>
public sealed class MeshFixture : IAsyncLifetime
{
    /// <summary>The running mesh.</summary>
    public Fleet Mesh { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var directory = Directory.CreateTempSubdirectory("edgemesh-e2e-").FullName;
        Mesh = await Fleet.StartClusterAsync(new MeshOptions { Directory = directory }, cancellation);
        await Mesh.StartCloudAsync(cancellation);
        await Mesh.ApplyAsync(Manifests.ReadFolder(Path.Combine(AppContext.BaseDirectory, "samples")), cancellation);
        await Mesh.StartEdgesAsync("shop", "till", cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Mesh is null ? ValueTask.CompletedTask : Mesh.DisposeAsync();
}
