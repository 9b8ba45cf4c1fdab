using System.Diagnostics.Metrics;
using KubeEdge.EdgeMesh.Edge.MetaServer.Recency;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Recency;

public sealed class RecencyMeterTests
{
    [Theory]
    [InlineData(null, 0)]
    [InlineData(90, 90)]
    public void Staleness_IsMeasuredInSeconds(int? age, double seconds)
    {
        using var meter = new RecencyMeter(new Aged(age is { } some ? new Staleness(TimeSpan.FromSeconds(some), "old") : null));
        double? told = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (meter.Owns(instrument) && instrument.Name == "edgemesh.metaserver.staleness") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => told = value);
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(seconds, told);
    }

    private sealed record Aged(Staleness? Staleness) : IFreshness;
}
