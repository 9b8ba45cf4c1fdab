using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>The demo's world: four edges in three regions, joined and serving, with the samples applied.</summary>
public abstract class MeshFixture : IAsyncLifetime
{
    private Fleet? _mesh;

    /// <summary>Why there is no such mesh here; null where there is.</summary>
    public virtual string? Missing => null;

    /// <summary>The running mesh.</summary>
    public Fleet Mesh => _mesh ?? throw new InvalidOperationException("The mesh was not started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        var cancellation = TestContext.Current.CancellationToken;
        var directory = Directory.CreateTempSubdirectory("edgemesh-e2e-").FullName;
        _mesh = await Fleet.StartClusterAsync(await OptionsAsync(directory, cancellation), cancellation);
        await _mesh.StartCloudAsync(cancellation);
        await _mesh.ApplyAsync(Manifests.ReadFolder(Path.Combine(AppContext.BaseDirectory, "samples")), cancellation);
        await _mesh.StartEdgesAsync("shop", "till", cancellation);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (_mesh is not null) await _mesh.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What to start, and where.</summary>
    protected abstract Task<MeshOptions> OptionsAsync(string directory, CancellationToken cancellationToken);
}
