using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.MetaServer.Health;
using KubeEdge.EdgeMesh.Edge.MetaServer.Interest;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Recency;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer;

/// <summary>The MetaServer of an edge.</summary>
public static class EdgeMetaServerServices
{
    /// <summary>
    /// Adds the pipeline and the edge's own parts of it: what is held decides what is covered, discovery is the cluster's, what is not
    /// covered passes through to the cloud, tokens are verified and roles evaluated here. The host adds a store
    /// (<see cref="IObjectReader"/>, <see cref="ICollections"/>, <see cref="ILink"/> …), a <see cref="GatewayInvoker"/>, and where client
    /// certificates are to be believed configures <see cref="ClientCertificateOptions"/>.
    /// </summary>
    public static IServiceCollection AddEdgeMetaServer(this IServiceCollection services, Action<EdgeMetaServerOptions> configure)
    {
        services.AddOptions<EdgeMetaServerOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EdgeMetaServerOptions>, EdgeMetaServerOptionsValidator>());
        services.AddOptions<ServiceAccountTokenOptions>().Configure<IOptions<EdgeMetaServerOptions>>(static (token, edge) =>
            token.NodeName = edge.Value.NodeName);
        services.AddOptions<CallerLimitOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CallerLimitOptions>, CallerLimitOptionsValidator>());
        services.TryAddSingleton<CallerMetrics>();
        services.TryAddSingleton<CallerLimits>();
        services.TryAddSingleton<ICallerLimits>(static provider => provider.GetRequiredService<CallerLimits>());
        services.AddHostedService<InterestKeeper>();
        AddHealth(services);
        services.AddOptions<AuditOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>());
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<IAudit>(static provider => provider.GetRequiredService<AuditLog>());
        services.AddHostedService(static provider => provider.GetRequiredService<AuditLog>());
        services.AddHttpForwarder();
        services.TryAddSingleton<IFreshness, LinkFreshness>();
        services.TryAddSingleton<ClusterQuestions>();
        services.TryAddSingleton<Junction>();
        services.TryAddSingleton<IRecency, ClusterRecency>();
        services.TryAddSingleton<IResourceCatalog, DiscoveryCatalog>();
        services.TryAddSingleton<Handovers>();
        services.TryAddSingleton<ICoverage, EdgeCoverage>();
        services.TryAddSingleton<PassThrough>();
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton<IKeptTokens>(static provider => provider.GetRequiredService<TokenCache>());
        services.TryAddSingleton<IElsewhere, TokenRequests>();
        AddCallers(services);
        services.TryAddSingleton<IRequestAuthorizer, EdgeAuthorizer>();
        return services.AddMetaServer();
    }

    /// <summary>Who asks, in the API server's order: a certificate before a token; and may they.</summary>
    private static void AddCallers(IServiceCollection services)
    {
        services.TryAddSingleton<ClusterClock>();
        services.TryAddSingleton<ClientAuthorities>();
        services.TryAddSingleton<ClusterIdentities>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRequestAuthenticator, ClientCertificateAuthenticator>(static provider => new(
            () => provider.GetRequiredService<ClientAuthorities>().Current, provider.GetRequiredService<ClusterClock>())));
        services.TryAddSingleton<ServiceAccountTokenAuthenticator>(static provider => new(
            provider.GetRequiredService<IObjectReader>(), provider.GetRequiredService<ICollections>(),
            provider.GetRequiredService<IOptions<ServiceAccountTokenOptions>>(), provider.GetRequiredService<ClusterClock>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRequestAuthenticator, ClusterTokenAuthenticator>());
        services.TryAddSingleton<RbacAuthorizer>();
        services.TryAddSingleton<NodeAuthorizer>();
    }

    /// <summary>What an edge needs before it can answer by itself. None of it comes by a restart.</summary>
    private static void AddHealth(IServiceCollection services)
    {
        services.AddSingleton(static provider => Held(provider, "discovery", DocumentReader.Collection));
        services.AddSingleton(static provider => Held(provider, "roles", new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles")));
    }

    private static HealthCheck Held(IServiceProvider provider, string name, GroupVersionResource collection)
    {
        var collections = provider.GetRequiredService<ICollections>();
        return new HealthCheck(
            name, () => collections.Find(collection)?.Complete == CollectionScope.All ? null : $"{collection} has not arrived from the cloud yet", ForLiveness: false);
    }
}
