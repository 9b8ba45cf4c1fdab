using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Controllers;

/// <summary>A real API server, brought to life by the sandbox's controllers.</summary>
public sealed class RealLivingCluster : LivingCluster
{
    private RealControlPlane? _plane;
    private HttpClient? _http;

    public override string? Missing => RealControlPlane.Missing;

    public override string Kubeconfig => _plane!.AdminKubeconfig;

    protected override async Task<IClusterClient> StartApiAsync()
    {
        _plane = await RealControlPlane.StartAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        _http = _plane.CreateAdminClient();
        return new HttpClusterClient(_http, TimeProvider.System);
    }

    protected override async Task StopApiAsync()
    {
        _http?.Dispose();
        if (_plane is not null)
            await _plane.DisposeAsync();
    }
}
