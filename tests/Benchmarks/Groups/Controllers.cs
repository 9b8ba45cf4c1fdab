using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Controllers;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Groups;

/// <summary>Our controllers as the host builds them, in this process.</summary>
internal sealed class Controllers(IHost host) : IAsyncDisposable
{
    public static async Task<Controllers> StartAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCluster(options => options.Kubeconfig = kubeconfig).AddClusterControllers(options => options.Enabled = false);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new Controllers(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }
}
