using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Apis;

/// <summary>The sandbox's API.</summary>
public sealed class SandboxApi : ApiUnderTest
{
    public override string? Missing => null;

    public SandboxCluster Sandbox { get; private set; } = null!;

    protected override async Task<(IClusterClient Client, string Kubeconfig)> StartAsync()
    {
        Sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Controllers = false, Seed = 1 }, TestContext.Current.CancellationToken);
        return (Sandbox.Client, Sandbox.AdminKubeconfig);
    }

    protected override async Task StopAsync() => await Sandbox.DisposeAsync();
}
