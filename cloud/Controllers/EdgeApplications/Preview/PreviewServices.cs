using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

/// <summary>Registers what a look at the cluster needs, without the controllers.</summary>
public static class PreviewServices
{
    /// <summary>Adds <see cref="IApplicationPreview"/>. Needs what <c>AddCluster</c> adds.</summary>
    public static IServiceCollection AddApplicationPreview(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ClusterCalls>();
        services.TryAddSingleton<IClusterWriter, ClusterWriter>();
        services.AddSingleton<IApplicationPreview, ApplicationPreview>();
        return services;
    }
}
