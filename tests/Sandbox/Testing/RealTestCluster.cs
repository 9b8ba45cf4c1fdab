using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

/// <summary>A real etcd and kube-apiserver as a test cluster, where their programs are at hand.</summary>
/// <param name="time">The clock.</param>
public sealed class RealTestCluster(TimeProvider time) : ITestCluster
{
    private RealControlPlane? _plane;

    /// <inheritdoc/>
    public string? Missing => RealControlPlane.Missing;

    /// <inheritdoc/>
    public string Kubeconfig => _plane?.AdminKubeconfig ?? throw new InvalidOperationException("The cluster has not been started.");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Missing is null) _plane ??= await RealControlPlane.StartAsync(time, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _plane?.DisposeAsync() ?? ValueTask.CompletedTask;
}
