using System.Diagnostics.Metrics;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>How old what is held may be, how often reads could be shown to be current, and what that cost.</summary>
internal sealed class RecencyMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "KubeEdge.EdgeMesh.MetaServer";

    private readonly Meter _meter;
    private readonly Counter<long> _reads;
    private readonly Histogram<double> _seconds;

    public RecencyMeter(IFreshness freshness, IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _reads = _meter.CreateCounter<long>("edgemesh.metaserver.recency.reads", "{read}", "Reads that asked for a state not older than now, by how that ended.");
        _meter.CreateObservableGauge("edgemesh.metaserver.staleness", () => freshness.Staleness?.Age.TotalSeconds ?? 0, "s", "How long ago the cloud was last heard; 0 while it is there.");
        _seconds = _meter.CreateHistogram(
            "edgemesh.metaserver.recency.duration", "s", "What it took to prove that the state held is not older than the request.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3] });
    }

    /// <summary>The state held is as new as the cluster's.</summary>
    public void Proven(TimeSpan took)
    {
        Count("proven");
        _seconds.Record(took.TotalSeconds);
    }

    /// <summary>The cluster could not be asked: the answer said so.</summary>
    public void Unconfirmed() => Count("unconfirmed");

    /// <summary>The cluster's state did not arrive in time: 504.</summary>
    public void Late() => Count("late");

    /// <summary>There was no cloud: the answer said how old it is.</summary>
    public void Offline() => Count("offline");

    /// <summary>Whether an instrument is one of this server's, where a process has several.</summary>
    public bool Owns(Instrument instrument) => instrument.Meter == _meter;

    public void Dispose() => _meter.Dispose();

    private void Count(string outcome) => _reads.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
