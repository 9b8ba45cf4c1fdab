using KubeEdge.EdgeMesh.Proto.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Edge.Host.Status;

/// <summary>The host's own part of the pipeline.</summary>
internal static class StatusMiddleware
{
    /// <summary>Answers what comes over the socket, the one way in without TLS, with the status or the metrics; nothing else is served there.</summary>
    public static void UseStatus(this WebApplication app)
    {
        var reporter = app.Services.GetRequiredService<StatusReporter>();
        var metrics = MetricsPage.Build(app.Services);
        app.Use((context, next) =>
        {
            if (context.Request.IsHttps)
                return next(context);
            if (context.Request.Path == MetricsPage.Path)
                return metrics(context);
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(reporter.Report(), context.RequestAborted).AsTask();
        });
    }

    /// <summary>Counts watches.</summary>
    public static void UseOpenWatches(this WebApplication app)
    {
        var watches = app.Services.GetRequiredService<OpenWatches>();
        app.Use((context, next) => IsWatch(context.Request) ? watches.CountAsync(context, next) : next(context));
    }

    private static bool IsWatch(HttpRequest request) =>
        request.Query.TryGetValue("watch", out var values) && values is [var first, ..]
        && first != "0" && !string.Equals(first, "false", StringComparison.OrdinalIgnoreCase);
}
