using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Documents;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Cluster;

/// <summary>Registers this room.</summary>
public static class ClusterServices
{
    /// <summary>
    /// Adds <see cref="IClusterConnection"/>, <see cref="IInformers"/> and <see cref="ICrdInstaller"/>. Nothing connects before it is asked for; bad
    /// options are reported when the host starts. Where there is an <see cref="IOwnDocuments"/>, the documents hold that too.
    /// </summary>
    public static IServiceCollection AddCluster(this IServiceCollection services, Action<ClusterOptions>? configure = null)
    {
        services.AddOptions<ClusterOptions>().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.AddSingleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IClusterConnection, ClusterConnection>();
        services.AddSingleton(provider => provider.GetRequiredService<IClusterConnection>().Client);
        services.AddSingleton<IInformers>(provider => new Informers.Informers(
            provider.GetRequiredService<IClusterConnection>(), provider.GetRequiredService<IOptions<ClusterOptions>>(),
            provider.GetRequiredService<TimeProvider>(), new Random(), provider.GetRequiredService<ILoggerFactory>(), provider.GetService<IOwnDocuments>()));
        services.AddSingleton<ICrdInstaller, CrdInstaller>();
        return services;
    }
}
