namespace KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

/// <summary>A cluster that a test suite runs against: the suites know nothing but its kubeconfig, so that they hold for every Kubernetes.</summary>
public interface ITestCluster : IAsyncDisposable
{
    /// <summary>Why the suite cannot run against it here; null where it can.</summary>
    string? Missing { get; }

    /// <summary>A kubeconfig of the group system:masters.</summary>
    string Kubeconfig { get; }

    /// <summary>Starts it; nothing happens where it cannot, or has been started.</summary>
    Task StartAsync(CancellationToken cancellationToken);
}
