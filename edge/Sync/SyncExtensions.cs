using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Edge.Sync.Streaming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>Adds this room to a host.</summary>
public static class SyncExtensions
{
    /// <summary>
    /// Adds the client end of the stream as a hosted service. Needs the store (<see cref="IObjectWriter"/>, <see cref="ICollections"/>, <see cref="ILink"/>, <see cref="IProgress"/>) and an
    /// <see cref="ICloudEndpoint"/>; every <see cref="IRefusalHandler"/> that is registered is told of refusals.
    /// </summary>
    public static IServiceCollection AddSync(this IServiceCollection services, Action<SyncOptions> configure)
    {
        services.AddOptions<SyncOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, SyncOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StreamMeter>();
        services.AddHostedService<SyncService>();
        return services;
    }
}
