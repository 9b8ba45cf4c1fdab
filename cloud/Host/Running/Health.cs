using KubeEdge.EdgeMesh.Proto.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>What kubelet and Prometheus ask. Nothing else is served without TLS.</summary>
internal static class Health
{
    public static void UseHealth(this WebApplication app)
    {
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        var metrics = MetricsPage.Build(app.Services);
        app.Use((context, next) =>
            context.Request.IsHttps ? next(context) : context.Request.Path == MetricsPage.Path ? metrics(context) : AnswerAsync(context, lifetime));
    }

    private static Task AnswerAsync(HttpContext context, IHostApplicationLifetime lifetime)
    {
        var path = context.Request.Path.Value;
        if (path is not ("/healthz" or "/livez" or "/readyz"))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync("This port serves /healthz, /livez, /readyz and /metrics; edges use the other one.\n");
        }

        // Kestrel takes connections before all of its ports are bound: ready is only what has wholly started.
        var problem = path != "/readyz" ? null
            : lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
            : !lifetime.ApplicationStarted.IsCancellationRequested ? "starting" : null;
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync((problem ?? "ok") + "\n");
    }
}
