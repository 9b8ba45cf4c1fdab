using KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Cloud.Controllers;

/// <summary>Registers this room.</summary>
public static class ControllerServices
{
    /// <summary>Adds the controllers as hosted services. Needs what <c>AddCluster</c> adds. (ASP.NET Core has an AddControllers of its own.)</summary>
    public static IServiceCollection AddClusterControllers(this IServiceCollection services)
    {
        services.AddSingleton<IClusterWriter, ClusterWriter>();
        services.AddHostedService<NodeGroupController>();
        return services;
    }
}
