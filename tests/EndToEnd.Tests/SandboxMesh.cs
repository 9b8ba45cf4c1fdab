using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>The mesh over the sandbox.</summary>
public sealed class SandboxMesh : MeshFixture
{
    /// <inheritdoc/>
    protected override Task<MeshOptions> OptionsAsync(string directory, CancellationToken cancellationToken) =>
        Task.FromResult(new MeshOptions { Directory = directory, IsCloudConfined = true });
}
