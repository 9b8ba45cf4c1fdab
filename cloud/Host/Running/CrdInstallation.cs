using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>Applies the definitions before anything follows the collections they define.</summary>
internal sealed class CrdInstallation(ICrdInstaller installer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => installer.InstallAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
