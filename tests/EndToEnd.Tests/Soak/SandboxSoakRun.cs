namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Over the sandbox.</summary>
public sealed class SandboxSoakRun : SoakRun
{
    /// <inheritdoc/>
    protected override bool IsReal => false;
}
