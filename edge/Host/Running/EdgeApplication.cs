using KubeEdge.EdgeMesh.Edge.Host.Expiring;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Edge.Host.Status;
using KubeEdge.EdgeMesh.Edge.MetaServer;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Sync;
using KubeEdge.EdgeMesh.Edge.VirtualAddress;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Http;
using KubeEdge.EdgeMesh.Proto.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>The table of contents of the running daemon: one line for each room.</summary>
internal static class EdgeApplication
{
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    public static WebApplication Build(EdgeRun run)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        run.Logging(builder.Logging);
        builder.Services.AddSystemd();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(run);
        builder.Services.AddSingleton<RefusalExit>();

        var identity = new CurrentIdentity(run.Identity);
        builder.Services.AddSingleton(identity);
        builder.Services.AddVirtualAddress(room =>
        {
            foreach (var address in run.Access.Virtual) room.Addresses.Add(address);
        });
        builder.Services.AddObjectStore(store => (store.DataDirectory, store.SecretsKey) = (run.Data, run.SecretsKey));
        builder.Services.AddSingleton(provider => new CloudEndpoint(identity, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ICloudEndpoint>(provider => provider.GetRequiredService<CloudEndpoint>());
        builder.Services.AddSingleton<IRefusalHandler>(provider => provider.GetRequiredService<RefusalExit>());
        builder.Services.AddSync(sync =>
        {
            sync.Node = run.Identity.Config.Node;
            foreach (var address in run.Access.Advertised) sync.MetaServerAddresses.Add(address);
            sync.MetaServerPort = run.Access.Port;
        });
        builder.Services.AddSingleton(provider => new GatewayInvoker(new HttpMessageInvoker(new StreamedBodies(provider.GetRequiredService<CloudEndpoint>().CreateLastingHandler()))));
        builder.Services.AddEdgeMetaServer(server =>
        {
            server.NodeName = run.Identity.Config.Node;
            server.Gateway = run.Identity.Config.Cloud.Uri;
            server.WantedIdle = run.WantedIdle;
        });
        builder.Services.Configure(run.Limits);
        builder.Services.Configure(run.Audit);
        builder.Services.Configure<ServiceAccountTokenOptions>(tokens =>
        {
            foreach (var audience in run.ApiAudiences) tokens.Audiences.Add(audience);
        });
        builder.Services.AddRenewal();
        builder.Services.AddSingleton<Expiries>();
        builder.Services.AddSingleton<ExpiryMeter>();
        builder.Services.AddSingleton<LinkMeter>();
        builder.Services.AddMetricsPage();
        builder.Services.AddSingleton(static provider => new OwnPage(MetricsPage.Path, MetricsPage.Build(provider)));
        builder.Services.AddHostedService<NodeConditionWriter>();
        builder.Services.AddSingleton<OpenWatches>();
        builder.Services.AddSingleton<StatusReporter>();
        builder.Services.AddHostedService<Announcement>();

        builder.ListenFor(run, identity);

        var app = builder.Build();
        // Opened before anything listens: its lock says that the directory, and the socket in it, are ours alone.
        app.Services.GetRequiredService<ObjectStore>();
        app.Services.GetRequiredService<ExpiryMeter>();
        app.Services.GetRequiredService<LinkMeter>();
        StatusSocket.Prepare(run.Data);
        app.UseStatus();
        app.UseOpenWatches();
        app.UseMetaServer();
        return app;
    }
}
