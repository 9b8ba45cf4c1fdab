using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>Puts the store into a host.</summary>
public static class StoreServiceCollectionExtensions
{
    /// <summary>
    /// Registers one <see cref="ObjectStore"/> under all its interfaces. It opens when it is first asked for, and throws
    /// <see cref="StoreException"/> then where it cannot.
    /// </summary>
    public static IServiceCollection AddObjectStore(this IServiceCollection services, Action<StoreOptions> configure)
    {
        services.AddOptions<StoreOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => ObjectStore.Open(
            provider.GetRequiredService<IOptions<StoreOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ObjectStore>>()));
        services.TryAddSingleton<IObjectReader>(Store);
        services.TryAddSingleton<IObjectWatcher>(Store);
        services.TryAddSingleton<IObjectWriter>(Store);
        services.TryAddSingleton<ICollections>(Store);
        services.TryAddSingleton<ILink>(Store);
        services.TryAddSingleton<IProgress>(Store);
        return services;
    }

    private static ObjectStore Store(IServiceProvider provider) => provider.GetRequiredService<ObjectStore>();
}
