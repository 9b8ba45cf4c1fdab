using System.Diagnostics.Metrics;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Groups;

/// <summary>Counts the HTTP requests that this process has had answered; watches count when they end.</summary>
internal sealed class RequestCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _reads;
    private long _writes;

    public RequestCount()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: "http.client.request.duration", Meter.Name: "System.Net.Http" }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var (name, value) in tags)
            {
                if (name == "http.request.method") Interlocked.Increment(ref value is "GET" ? ref _reads : ref _writes);
            }
        });
        _listener.Start();
    }

    public long Reads => Interlocked.Read(ref _reads);

    public long Writes => Interlocked.Read(ref _writes);

    public void Dispose() => _listener.Dispose();
}
