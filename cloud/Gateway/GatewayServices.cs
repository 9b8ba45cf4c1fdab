using KubeEdge.EdgeMesh.Cloud.Gateway.Forwarding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Gateway;

/// <summary>Registers the room.</summary>
public static class GatewayServices
{
    /// <summary>Needs the Cluster room. The host must also call <see cref="MapGateway"/>.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, Action<GatewayOptions>? configure = null)
    {
        services.AddOptions<GatewayOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddHttpForwarder();
        services.AddSingleton<Forwarder>();
        return services;
    }

    /// <summary>
    /// Every path that nobody else has mapped goes to the API server, if the caller is a node: its user is in the role <c>system:nodes</c>, which
    /// whoever checks certificates has set.
    /// </summary>
    public static IEndpointConventionBuilder MapGateway(this IEndpointRouteBuilder endpoints)
    {
        var gateway = endpoints.ServiceProvider.GetRequiredService<Forwarder>();
        return endpoints.Map("/{**path}", gateway.HandleAsync);
    }
}
