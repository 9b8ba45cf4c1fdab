using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

/// <summary>One real API server for all suites, where there is one.</summary>
public sealed class RealFixture : IAsyncLifetime
{
    public RealTestCluster Cluster { get; } = new(TimeProvider.System);

    public async ValueTask InitializeAsync() => await Cluster.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
