using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;
using KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;
using KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Controllers;

/// <summary>Registers this room.</summary>
public static class ControllerServices
{
    /// <summary>
    /// Adds the controllers, which run while this process leads. Needs what <c>AddCluster</c> adds. (ASP.NET Core has an AddControllers of its own.)
    /// </summary>
    public static IServiceCollection AddClusterControllers(this IServiceCollection services, Action<LeadershipOptions>? configure = null)
    {
        services.AddOptions<LeadershipOptions>().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.AddSingleton<IValidateOptions<LeadershipOptions>, LeadershipOptionsValidator>();
        services.AddMetrics();

        services.AddSingleton<ControllerMetrics>();
        services.AddSingleton<ClusterCalls>();
        services.AddSingleton<IClusterWriter, ClusterWriter>();
        services.AddSingleton<IPodEvictions, PodEvictions>();
        services.AddSingleton<ILeases, Leases>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Election>(provider, new Random()));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EventRecorder>(provider, new Random()));
        services.AddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());

        services.AddSingleton<IController, NodeGroupController>();
        services.AddSingleton<IController, EdgeApplicationController>();

        // Hosted services stop in the opposite order: what the controllers say last is still written.
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService<ControllerHost>();
        return services;
    }
}
