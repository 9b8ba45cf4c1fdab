using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Apis;

/// <summary>A real API server, where one is at hand.</summary>
public sealed class RealApi : ApiUnderTest
{
    private RealControlPlane? _plane;
    private HttpClient? _http;

    public override string? Missing => RealControlPlane.Missing;

    protected override async Task<(IClusterClient Client, string Kubeconfig)> StartAsync()
    {
        _plane = await RealControlPlane.StartAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        _http = _plane.CreateAdminClient();
        return (new HttpClusterClient(_http, TimeProvider.System), _plane.AdminKubeconfig);
    }

    protected override async Task StopAsync()
    {
        _http?.Dispose();
        if (_plane is not null)
            await _plane.DisposeAsync();
    }
}
