namespace KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

/// <summary>The sandbox as a test cluster.</summary>
/// <param name="options">How to start it.</param>
public sealed class SandboxTestCluster(SandboxOptions options) : ITestCluster
{
    private SandboxCluster? _cluster;

    /// <inheritdoc/>
    public string? Missing => null;

    /// <summary>The sandbox.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public SandboxCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster has not been started.");

    /// <inheritdoc/>
    public string Kubeconfig => Cluster.AdminKubeconfig;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken) => _cluster ??= await SandboxCluster.StartAsync(options, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}
