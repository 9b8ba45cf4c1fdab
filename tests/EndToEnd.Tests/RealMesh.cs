using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>The mesh over a real etcd and kube-apiserver, where they are at hand: nothing else differs.</summary>
public class RealMesh : MeshFixture
{
    private RealControlPlane? _plane;

    /// <summary>Every request that the API server answered, one JSON object a line.</summary>
    public string AuditLog { get; } = Path.GetTempFileName();

    /// <summary>The control plane.</summary>
    public RealControlPlane Plane => _plane ?? throw new InvalidOperationException("The control plane was not started.");

    /// <inheritdoc/>
    public override string? Missing => RealControlPlane.Missing;

    /// <summary>Which of kube-controller-manager's controllers run; empty for none.</summary>
    protected virtual string Controllers => "";

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_plane is not null) await _plane.DisposeAsync();
        File.Delete(AuditLog);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task<MeshOptions> OptionsAsync(string directory, CancellationToken cancellationToken)
    {
        _plane = await RealControlPlane.StartAsync(TimeProvider.System, cancellationToken, AuditLog, controllers: Controllers, restrictsNodes: true);
        var kubeconfig = Path.Combine(directory, "admin.kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, _plane.AdminKubeconfig, cancellationToken);
        return new MeshOptions { Directory = directory, Kubeconfig = kubeconfig, IsBare = true, IsCloudConfined = true };
    }
}
