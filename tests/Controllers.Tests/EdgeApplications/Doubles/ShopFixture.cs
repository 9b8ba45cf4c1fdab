namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Doubles;

/// <summary>One cluster with three regions for the tests of a class, each of which uses applications of its own.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    internal AppCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await Shop.OpenAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
