using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>Registers what keeps the certificates good.</summary>
internal static class RenewalServices
{
    public static IServiceCollection AddRenewal(this IServiceCollection services)
    {
        services.AddSingleton<RenewalState>();
        services.AddSingleton<IRenewalCall, RenewalCall>();
        services.AddSingleton(provider => new ClusterFacts(provider.GetRequiredService<IObjectReader>(), provider.GetRequiredService<EdgeRun>().Identity.Config.Node));
        services.AddSingleton(provider =>
        {
            var run = provider.GetRequiredService<EdgeRun>();
            return new Renewer(
                provider.GetRequiredService<CurrentIdentity>(), new IdentityDirectory(run.Data), provider.GetRequiredService<IRenewalCall>(),
                [.. run.Access.Virtual.Union(run.Access.Advertised)], provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Renewer>>());
        });
        services.AddHostedService<CertificateRenewal>();
        return services;
    }
}
