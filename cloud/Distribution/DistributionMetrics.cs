using System.Diagnostics.Metrics;

namespace KubeEdge.EdgeMesh.Cloud.Distribution;

/// <summary>What operators see of this room: meter <c>KubeEdge.EdgeMesh.Distribution</c>.</summary>
internal sealed class DistributionMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "KubeEdge.EdgeMesh.Distribution";

    private readonly Counter<long> _encodes;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _changes;
    private int _sessions;

    public DistributionMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        _encodes = meter.CreateCounter<long>("edgemesh.distribution.encodes", "{change}", "Changes that were encoded: once an audience.");
        _batches = meter.CreateCounter<long>("edgemesh.distribution.batches", "{message}", "Messages sent to nodes.");
        _bytes = meter.CreateCounter<long>("edgemesh.distribution.sent", "By", "Bytes sent to nodes.");
        _changes = meter.CreateCounter<long>("edgemesh.distribution.changes", "{change}", "Changes sent to nodes.");
        meter.CreateObservableGauge("edgemesh.distribution.sessions", () => Volatile.Read(ref _sessions), "{session}", "Nodes that are connected.");
        meter.CreateObservableGauge("edgemesh.distribution.queued", () => Queued(), "{change}", "Changes that wait to be sent, over all nodes.");
    }

    /// <summary>Where the queue's length comes from.</summary>
    public Func<long> Queued { get; set; } = static () => 0;

    public void Encoded() => _encodes.Add(1);

    public void Sent(int bytes, int changes)
    {
        _batches.Add(1);
        _bytes.Add(bytes);
        _changes.Add(changes);
    }

    public void SetSessions(int count) => Volatile.Write(ref _sessions, count);
}
