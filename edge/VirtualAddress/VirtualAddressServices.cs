using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>Adds this room to a host.</summary>
public static class VirtualAddressServices
{
    /// <summary>Keeps the addresses while the host runs, and tells how they are (<see cref="IVirtualAddresses"/>). Nothing happens where none are configured.</summary>
    public static IServiceCollection AddVirtualAddress(this IServiceCollection services, Action<VirtualAddressOptions> configure)
    {
        services.AddOptions<VirtualAddressOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VirtualAddressOptions>, VirtualAddressOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<VirtualAddressService>();
        services.AddSingleton<IVirtualAddresses>(provider => provider.GetRequiredService<VirtualAddressService>());
        services.AddHostedService(provider => provider.GetRequiredService<VirtualAddressService>());
        return services;
    }
}
