using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.MetaServer;
using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>
/// A whole MetaServer of node n1, with a gateway that a test writes. Its service account shop/till may read everything once
/// <see cref="Grant"/> has been called.
/// </summary>
internal sealed class EdgeServer : IAsyncDisposable
{
    private const string Rbac = "rbac.authorization.k8s.io";
    private static readonly ApiResource ClusterRoles = new(new(Rbac, "v1", "clusterroles"), "ClusterRole", false);
    private static readonly ApiResource ClusterRoleBindings = new(new(Rbac, "v1", "clusterrolebindings"), "ClusterRoleBinding", false);
    private static readonly GroupVersionResource Roles = new(Rbac, "v1", "roles");
    private static readonly GroupVersionResource RoleBindings = new(Rbac, "v1", "rolebindings");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgemesh-edge-");
    private readonly HttpMessageInvoker _invoker;
    private Kestrel _gateway = null!;
    private Kestrel _kestrel = null!;

    private EdgeServer(TimeProvider time)
    {
        Store = ObjectStore.Open(new StoreOptions { DataDirectory = _directory.FullName }, time, NullLogger.Instance);
        _invoker = new HttpMessageInvoker(Kestrel.Handler());
    }

    public ObjectStore Store { get; }

    public TokenIssuer Issuer { get; } = new();

    /// <summary>A client with the token of shop/till.</summary>
    public HttpClient Http { get; private set; } = null!;

    public Uri Address => _kestrel.Address;

    /// <summary>A part of the pipeline, to see what it has done.</summary>
    public T Service<T>() where T : notnull => _kestrel.Services.GetRequiredService<T>();

    public string Token { get; private set; } = "";

    public static async Task<EdgeServer> StartAsync(
        RequestDelegate? cloud = null, X509Certificate2? clientAuthority = null, TimeSpan? passThroughTimeout = null, Action<CallerLimitOptions>? limits = null,
        TimeProvider? time = null, TimeSpan? wantedIdle = null, Action<AuditOptions>? audit = null, Action<ServiceAccountTokenOptions>? tokens = null, params OwnPage[] pages)
    {
        var edge = new EdgeServer(time ?? TimeProvider.System);
        edge._gateway = await Kestrel.StartAsync(_ => { }, app =>
        {
            app.UseWebSockets();
            app.Run(cloud ?? edge.AnswerAsCloudAsync);
        });
        edge._kestrel = await Kestrel.StartAsync(
            services =>
            {
                services
                    .AddSingleton(time ?? TimeProvider.System)
                    .AddSingleton<IObjectReader>(edge.Store).AddSingleton<IObjectWatcher>(edge.Store).AddSingleton<IObjectWriter>(edge.Store)
                    .AddSingleton<ICollections>(edge.Store).AddSingleton<ILink>(edge.Store).AddSingleton<IProgress>(edge.Store)
                    .AddSingleton(new GatewayInvoker(edge._invoker))
                    .AddEdgeMetaServer(options =>
                    {
                        options.NodeName = "n1";
                        options.Gateway = edge._gateway.Address;
                        if (passThroughTimeout is { } timeout) options.PassThroughTimeout = timeout;
                        if (wantedIdle is { } idle) options.WantedIdle = idle;
                    });
                foreach (var page in pages) services.AddSingleton(page);
                if (limits is not null) services.Configure(limits);
                if (audit is not null) services.Configure(audit);
                if (tokens is not null) services.Configure(tokens);
                if (clientAuthority is not null) services.Configure<ClientCertificateOptions>(options => options.Authorities.Add(clientAuthority));
            },
            app => app.UseMetaServer());
        edge.Issuer.Publish(edge.Store);
        edge.Token = edge.Issuer.Issue((time ?? TimeProvider.System).GetUtcNow());
        edge.Http = edge._kestrel.Client();
        edge.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", edge.Token);
        edge.Store.PutDocument("/api/v1", """
            {"kind":"APIResourceList","groupVersion":"v1","resources":[
            {"name":"pods","singularName":"pod","shortNames":["po"],"kind":"Pod","namespaced":true,"verbs":["get","list","watch"]},{"name":"pods/log","kind":"Pod","namespaced":true,"verbs":["get"]},
            {"name":"namespaces","kind":"Namespace","namespaced":false,"verbs":["get","list","watch"]},
            {"name":"nodes","kind":"Node","namespaced":false,"verbs":["get","list","watch"]},
            {"name":"secrets","kind":"Secret","namespaced":true,"verbs":["get","list","watch"]},
            {"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["get","list","watch"]}]}
            """);
        edge.Store.Connected();
        return edge;
    }

    /// <summary>A cluster that holds what the node holds; of all else it says that it was asked.</summary>
    private Task AnswerAsCloudAsync(HttpContext context)
    {
        var accept = context.Request.Headers.Accept.ToString();
        if (!accept.Contains("application/json;as=PartialObjectMetadata", StringComparison.Ordinal)
            || !RequestInfoParser.TryParse(context.Request.Method, context.Request.Path, context.Request.Query, out var info, out _))
            return context.Response.WriteAsync($"cloud: {context.Request.Method} {context.Request.Path}");
        var (isOne, query) = (info.Verb == "get", context.Request.Query);
        var (fields, labels) = (FieldSelector.Parse(query["fieldSelector"].ToString()), LabelSelector.Parse(query["labelSelector"].ToString()));
        var items = new List<string>();
        using (var cursor = Store.OpenList(new ListQuery(info.Resource, Store.Latest(info.Resource))))
        {
            while (cursor.MoveNext())
            {
                var (ns, name) = cursor.Key;
                if ((info.Namespace.Length > 0 && ns.Length > 0 && ns != info.Namespace) || (isOne && name != info.Name) || !fields.Matches(cursor.Json, info.Resource) || !labels.Matches(cursor.Json)) continue;
                items.Add($$"""{"metadata":{"name":"{{name}}","namespace":"{{ns}}","resourceVersion":"{{cursor.Revision}}"} }""");
            }
        }
        if (isOne && items.Count == 0) context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync(isOne ? items.FirstOrDefault("{}")
            : $$"""{"metadata":{"resourceVersion":"{{Store.Revision}}"},"items":[{{string.Join(',', items)}}]}""");
    }

    /// <summary>Lets shop/till do what the rules (JSON) say; roles and bindings are complete from then on.</summary>
    public void Grant(string rules = """[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]},{"verbs":["get"],"nonResourceURLs":["*"]}]""")
    {
        Store.Put(ClusterRoles, "everything", $"\"rules\":{rules}");
        Store.Put(ClusterRoleBindings, "till", """
            "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"everything"},"subjects":[{"kind":"ServiceAccount","name":"till","namespace":"shop"}]
            """);
        foreach (var resource in (GroupVersionResource[])[ClusterRoles.Resource, ClusterRoleBindings.Resource, Roles, RoleBindings]) Store.Complete(resource);
    }

    public HttpClient Client(Version? version = null, X509Certificate2? certificate = null) => _kestrel.Client(version, certificate);

    public ValueTask StopCloudAsync() => _gateway.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _kestrel.DisposeAsync();
        await _gateway.DisposeAsync();
        _invoker.Dispose();
        Store.Dispose();
        Issuer.Dispose();
        _directory.Delete(recursive: true);
    }
}
