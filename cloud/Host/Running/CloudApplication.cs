using KubeEdge.EdgeMesh.Cloud.Controllers;
using KubeEdge.EdgeMesh.Cloud.Distribution;
using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;
using KubeEdge.EdgeMesh.Cloud.Gateway;
using KubeEdge.EdgeMesh.Proto.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>The table of contents of the running cloud: one line for each room.</summary>
internal static class CloudApplication
{
    public static WebApplication Build(CloudRun run)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        run.Logging(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.ListenFor(run);

        run.AddCluster(builder.Services);
        if (run.InstallCrds)
            builder.Services.AddHostedService<CrdInstallation>();
        builder.Services.AddEnrolment(run.Enrolment);
        builder.Services.AddGateway();
        builder.Services.AddSingleton<IInterestAuthorizer, SubjectAccessReviews>();
        builder.Services.AddSingleton<IPodAuthorities, PodAuthorities>();
        builder.Services.AddSingleton<INodeIdentity, EnrolledNodeIdentity>();
        builder.Services.AddDistribution();
        builder.Services.AddClusterControllers(run.Leadership);
        builder.Services.AddMetricsPage();
        builder.Services.AddHostedService<Announcement>();

        var app = builder.Build();
        app.UseHealth();
        app.UseNodeIdentity();
        app.MapEnrolment();
        app.MapEdgeSync();
        app.MapGateway();
        return app;
    }
}
