using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
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
            (token.NodeName, token.LeaveToClusterWithoutKeys) = (edge.Value.NodeName, true));
        services.AddHttpForwarder();
        services.TryAddSingleton<IFreshness, LinkFreshness>();
        services.TryAddSingleton<IResourceCatalog, DiscoveryCatalog>();
        services.TryAddSingleton<ICoverage, EdgeCoverage>();
        services.TryAddSingleton<IElsewhere, PassThrough>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRequestAuthenticator, ServiceAccountTokenAuthenticator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRequestAuthenticator, ClientCertificateAuthenticator>());
        services.TryAddSingleton<RbacAuthorizer>();
        services.TryAddSingleton<IRequestAuthorizer, EdgeAuthorizer>();
        return services.AddMetaServer();
    }
}
