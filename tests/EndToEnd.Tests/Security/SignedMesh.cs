using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>A mesh whose nodes have their client certificates from the cluster's own signer.</summary>
public sealed class SignedMesh : RealMesh
{
    /// <inheritdoc/>
    public override string? Missing => base.Missing ?? (RealControlPlane.Find("kube-controller-manager") is null ? "no kube-controller-manager beside the kube-apiserver, and nobody else signs" : null);

    /// <inheritdoc/>
    protected override string Controllers => "certificatesigningrequest-signing-controller";

    /// <inheritdoc/>
    protected override async Task<MeshOptions> OptionsAsync(string directory, CancellationToken cancellationToken) => await base.OptionsAsync(directory, cancellationToken) with
    {
        CloudManifests = ["edgemesh-cloud.yaml", "edgemesh-cloud-node-signer.yaml"],
        CloudArguments = ["--node-signer", "cluster"],
    };
}
