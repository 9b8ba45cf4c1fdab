using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Edge.MetaServer;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>The shared pipeline over a store that is its own source: everything is covered, and everybody may read it.</summary>
internal sealed class ReadServer : IRequestAuthenticator, IRequestAuthorizer, IResourceCatalog, ICoverage, IElsewhere, IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgemesh-meta-");
    private Kestrel _kestrel = null!;

    private ReadServer(Action<StoreOptions>? configure)
    {
        var options = new StoreOptions { DataDirectory = _directory.FullName, IsSource = true };
        configure?.Invoke(options);
        Store = ObjectStore.Open(options, TimeProvider.System, NullLogger.Instance);
    }

    public ObjectStore Store { get; }

    /// <summary>What is served; a later entry of the same name counts.</summary>
    public List<ApiResource> Known { get; } =
        [Objects.Pods, Objects.Nodes, Objects.Namespaces, Objects.Secrets, Objects.ServiceAccounts, Objects.Deployments, Objects.Tills];

    public HttpClient Http { get; private set; } = null!;

    public static async Task<ReadServer> StartAsync(
        Action<StoreOptions>? store = null, Version? http = null, TimeProvider? time = null, Func<IObjectReader, IObjectReader>? reader = null)
    {
        var server = new ReadServer(store);
        server._kestrel = await Kestrel.StartAsync(
            services => services
                .AddSingleton(time ?? TimeProvider.System)
                .AddSingleton(reader?.Invoke(server.Store) ?? server.Store).AddSingleton<IObjectWatcher>(server.Store)
                .AddSingleton<IRequestAuthenticator>(server).AddSingleton<IRequestAuthorizer>(server)
                .AddSingleton<IResourceCatalog>(server).AddSingleton<ICoverage>(server).AddSingleton<IElsewhere>(server)
                .AddMetaServer(),
            app => app.UseMetaServer());
        server.Http = server._kestrel.Client(http);
        return server;
    }

    /// <summary>A part of the pipeline, to see what it has done.</summary>
    public T Service<T>() where T : notnull => _kestrel.Services.GetRequiredService<T>();

    public HttpClient Client(Version version) => _kestrel.Client(version);

    ValueTask<AuthenticationResult> IRequestAuthenticator.AuthenticateAsync(HttpContext context) =>
        ValueTask.FromResult(new AuthenticationResult(new UserIdentity("tester", ["system:authenticated"]), null));

    AuthorizationDecision IRequestAuthorizer.Authorize(UserIdentity user, RequestInfo request) => AuthorizationDecision.Allowed;

    bool IResourceCatalog.TryFind(GroupVersionResource resource, [NotNullWhen(true)] out ApiResource? found) =>
        (found = Known.FindLast(known => known.Resource == resource)) is not null;

    bool ICoverage.Covers(UserIdentity user, RequestInfo request, IQueryCollection query, out StoredObject? held)
    {
        held = null;
        return true;
    }

    Task IElsewhere.HandleAsync(HttpContext context, UserIdentity user, RequestInfo request) =>
        StatusResponse.WriteAsync(context, KubernetesStatus.PathNotFound());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _kestrel.DisposeAsync();
        Store.Dispose();
        _directory.Delete(recursive: true);
    }
}
