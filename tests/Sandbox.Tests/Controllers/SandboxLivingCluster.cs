using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Controllers;

/// <summary>The sandbox's own API.</summary>
public sealed class SandboxLivingCluster : LivingCluster
{
    private SandboxCluster? _sandbox;

    public override string? Missing => null;

    public override string Kubeconfig => _sandbox!.AdminKubeconfig;

    protected override async Task<IClusterClient> StartApiAsync()
    {
        // The fixture brings controllers of its own, with little patience.
        _sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Controllers = false, Seed = 1 }, TestContext.Current.CancellationToken);
        return _sandbox.Client;
    }

    protected override async Task StopApiAsync()
    {
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
    }
}
