using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace KubeEdge.EdgeMesh.Proto.Telemetry;

/// <summary>The meters of all rooms of a process, and the runtime's own, in Prometheus' text form.</summary>
public static class MetricsPage
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/metrics";

    /// <summary>
    /// An instrument shows so many series at most; what comes beyond is added up under one, <c>otel_metric_overflow="true"</c>. So whoever invents names
    /// costs neither this process nor the one that reads the page more than this.
    /// </summary>
    public const int MostSeries = 64;

    /// <summary>The same for what a room looks up when the page is asked for: there may be a series for each collection.</summary>
    public const int MostObservedSeries = 256;

    /// <summary>Rooms name their meters after themselves: a new one is seen without a word here.</summary>
    private const string OurMeters = "KubeEdge.EdgeMesh.*";

    /// <summary>Collects from when the host starts; <see cref="Build"/> shows it.</summary>
    public static IServiceCollection AddMetricsPage(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(OurMeters, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            // Room for all series of an instrument is taken when it is made, needed or not.
            .AddView(static instrument => new MetricStreamConfiguration
            {
                CardinalityLimit = instrument.IsObservable && instrument.Meter.Name.StartsWith(OurMeters[..^1], StringComparison.Ordinal) ? MostObservedSeries : MostSeries,
            })
            // What has been counted is there: whoever may ask is few, and a page costs a millisecond.
            .AddPrometheusExporter(page => page.ScrapeResponseCacheDurationMilliseconds = 0));
        return services;
    }

    /// <summary>What answers a request for the page, whatever its path. Who may ask is the caller's to decide before.</summary>
    public static RequestDelegate Build(IServiceProvider services)
    {
        var page = new ApplicationBuilder(services);
        page.UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true);
        return page.Build();
    }
}
