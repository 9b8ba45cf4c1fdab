using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Over a real etcd and kube-apiserver, where they are at hand.</summary>
public sealed class RealSoakRun : SoakRun
{
    /// <inheritdoc/>
    public override string? Missing => RealControlPlane.Missing;

    /// <inheritdoc/>
    protected override bool IsReal => true;
}
