using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.MetaServer;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;
using KubeEdge.EdgeMesh.Tests.Sandbox.Discovery.OpenApi;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Hosting;

/// <summary>The API over HTTPS: one life of the listener.</summary>
internal sealed class ApiListener : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);
    private readonly WebApplication _app;
    private readonly TimeProvider _time;

    private ApiListener(WebApplication app, TimeProvider time)
    {
        _app = app;
        _time = time;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    public static async Task<ApiListener> StartAsync(SandboxCore core, SandboxOptions options, int port, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(options.Logging);
        builder.Services.AddSingleton(options.Time);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_patience);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, port, certificate));
        AddApi(builder.Services, core);

        var app = builder.Build();
        app.UseWebSockets();
        // The cluster's clock is the one that its answers tell.
        if (!ReferenceEquals(options.Time, TimeProvider.System)) app.Use((context, next) =>
        {
            context.Response.Headers.Date = options.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            return next(context);
        });
        app.Use(core.Watches.TrackAsync);
        app.UseMetaServer();
        await app.StartAsync(cancellationToken);
        return new ApiListener(app, options.Time);
    }

    /// <summary>Stops listening; what is open is cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(s_patience, _time);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, SandboxOptions options, int port, X509Certificate2 certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        // A watch is silent for long, and its reader may be slow.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;
        kestrel.Listen(IPAddress.Parse(options.Address), port, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            ClientCertificateValidation = (_, _, _) => true,
        }));
    }

    private static void AddApi(IServiceCollection services, SandboxCore core)
    {
        services.AddMetaServer();
        services.AddSingleton<IObjectReader>(core.Visible);
        services.AddSingleton<IObjectWatcher>(core.Visible);
        services.AddSingleton<IResourceCatalog>(core.Registry);
        services.AddSingleton<ICoverage>(new WholeCoverage(core.Registry));
        services.AddSingleton<IRequestAuthorizer>(core.Authorizer);
        services.AddSingleton<IRequestAuthenticator>(new ImpersonatingAuthenticator(core.Certificates, core.Tokens, core.Authorizer));
        services.AddSingleton<IRequestAuthenticator>(core.Tokens);
        services.AddSingleton<IRequestAuthenticator>(core.Certificates);
        services.AddSingleton<IRequestAuthenticator>(new AnonymousAuthenticator());
        services.AddSingleton<IElsewhere>(new SandboxElsewhere(core.Registry, new DiscoveryRouter(core.Registry, new OpenApiDocuments(core.Registry)), AllVerbs.Make(core)));
    }
}
