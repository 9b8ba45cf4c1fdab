using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>The mesh over the sandbox, with everything logged that can be.</summary>
public sealed class TalkativeMesh : MeshFixture
{
    /// <inheritdoc/>
    protected override Task<MeshOptions> OptionsAsync(string directory, CancellationToken cancellationToken) =>
        Task.FromResult(new MeshOptions { Directory = directory, IsCloudConfined = true, LogLevel = "trace", Nodes = ["hz-1", "bj-1"] });
}
