using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

/// <summary>One sandbox for all suites, which keep apart by namespaces. Without controllers, like the real API server beside it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    public SandboxTestCluster Cluster { get; } = new(new SandboxOptions { Controllers = false });

    public async ValueTask InitializeAsync() => await Cluster.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
