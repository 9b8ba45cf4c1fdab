using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution;

/// <summary>Adds this room to a host.</summary>
public static class DistributionExtensions
{
    /// <summary>
    /// Adds the views and the stream. Needs <see cref="IInformers"/> and <see cref="IInterestAuthorizer"/> from elsewhere; an <see cref="INodeIdentity"/>
    /// that is there already is kept, else the client certificate decides; <see cref="IPodAuthorities"/> likewise, else there are none.
    /// </summary>
    public static IServiceCollection AddDistribution(this IServiceCollection services, Action<DistributionOptions>? configure = null)
    {
        services.AddGrpc();
        services.AddMetrics();
        services.AddOptions<DistributionOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DistributionOptions>, DistributionOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<INodeIdentity, CertificateNodeIdentity>();
        services.TryAddSingleton<IPodAuthorities, NoPodAuthorities>();
        services.AddSingleton<DistributionMetrics>();
        services.AddSingleton<IChangeEncoder, WireMapping>();
        services.AddSingleton(provider => new ClusterView(
            provider.GetRequiredService<IInformers>(), provider.GetRequiredService<IChangeEncoder>(),
            provider.GetRequiredService<IOptions<DistributionOptions>>().Value.Collections.Select(GroupVersionResource.Parse),
            provider.GetRequiredService<IPodAuthorities>(), provider.GetRequiredService<ILogger<ClusterView>>()));
        services.AddSingleton<Admission>();
        services.AddSingleton<SessionFactory>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<EdgeSyncService>();
        services.AddHostedService<DistributionService>();
        services.AddHostedService<GrantReview>();
        return services;
    }

    /// <summary>Serves the stream <c>edgemesh.v1.EdgeSync</c>. Needs HTTP/2, and a connection that asks for a client certificate.</summary>
    public static IEndpointConventionBuilder MapEdgeSync(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<EdgeSyncService>();
}
