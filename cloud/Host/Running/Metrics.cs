using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>Shows the meters of all rooms, and the runtime's own, in Prometheus' form.</summary>
internal static class Metrics
{
    /// <summary>Rooms name their meters after themselves: a new one is seen without a word here.</summary>
    private const string OurMeters = "KubeEdge.EdgeMesh.*";

    public static void AddMetrics(this IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter(OurMeters, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
        .AddPrometheusExporter());
}
