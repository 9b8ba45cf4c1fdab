using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;
using KubeEdge.EdgeMesh.Edge.MetaServer.Packing;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Recency;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.MetaServer.Selections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KubeEdge.EdgeMesh.Edge.MetaServer;

/// <summary>The pipeline that answers the Kubernetes API from a store, shared by the edge and the sandbox.</summary>
public static class MetaServerServices
{
    /// <summary>
    /// Adds the pipeline. The caller adds what it is made of: <see cref="IObjectReader"/>, <see cref="IObjectWatcher"/>,
    /// <see cref="IResourceCatalog"/>, <see cref="ICoverage"/>, <see cref="IElsewhere"/>, <see cref="IRequestAuthorizer"/> and any number of
    /// <see cref="IRequestAuthenticator"/>, which are asked in their order. A store that follows another source also adds
    /// <see cref="IFreshness"/>. Everything is a singleton.
    /// </summary>
    public static IServiceCollection AddMetaServer(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFreshness, AlwaysFresh>();
        services.TryAddSingleton<IAudit, NoAudit>();
        services.TryAddSingleton<ICallerLimits, NoLimits>();
        services.TryAddSingleton<IRecency, OwnRecency>();
        services.TryAddSingleton<RecencyMeter>();
        services.TryAddSingleton<RequestMeter>();
        services.TryAddSingleton<Representations>();
        services.TryAddSingleton<RevisionGate>();
        services.TryAddSingleton<SelectionMemory>();
        services.TryAddSingleton<PackedPieces>();
        services.TryAddSingleton<GetHandler>();
        services.TryAddSingleton<ListHandler>();
        services.TryAddSingleton<WatchHandler>();
        services.TryAddSingleton<ReadHandlers>();
        services.TryAddSingleton<HealthHandler>();
        services.TryAddSingleton<DocumentHandler>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IReview, AccessReview>(), ServiceDescriptor.Singleton<IReview, RulesReview>(), ServiceDescriptor.Singleton<IReview, IdentityReview>(),
        ]);
        services.TryAddSingleton<OfflineReviews>();
        services.TryAddSingleton<RequestPipeline>();
        return services;
    }

    /// <summary>Answers every request that gets this far: put it last.</summary>
    public static IApplicationBuilder UseMetaServer(this IApplicationBuilder app)
    {
        var pipeline = app.ApplicationServices.GetRequiredService<RequestPipeline>();
        app.UseWebSockets();
        app.Run(pipeline.HandleAsync);
        return app;
    }
}
