namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Nodes;

/// <summary>In the sandbox, which keeps no account of who wrote what.</summary>
public sealed class SandboxExpiringTests(SandboxMesh fixture) : ExpiringTests(fixture), IClassFixture<SandboxMesh>
{
    /// <inheritdoc/>
    protected override void WasWrittenBy(string user)
    {
    }
}
