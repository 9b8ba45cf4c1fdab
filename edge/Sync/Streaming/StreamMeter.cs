using System.Diagnostics.Metrics;

namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>What the stream has brought.</summary>
internal sealed class StreamMeter : IDisposable
{
    private readonly Meter _meter = new("KubeEdge.EdgeMesh.Sync");
    private readonly Counter<long> _streams;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _changes;

    public StreamMeter()
    {
        _streams = _meter.CreateCounter<long>("edgemesh.sync.streams", "{stream}", "Streams that the cloud has welcomed.");
        _messages = _meter.CreateCounter<long>("edgemesh.sync.messages", "{message}", "Messages that were committed.");
        _changes = _meter.CreateCounter<long>("edgemesh.sync.changes", "{change}", "Changes in them: objects that came, changed or went.");
    }

    /// <summary>A stream is up.</summary>
    public void Welcomed() => _streams.Add(1);

    /// <summary>A message is in the store.</summary>
    public void Applied(CloudBatch batch)
    {
        _messages.Add(1);
        if (batch.Changes.Count > 0) _changes.Add(batch.Changes.Count);
    }

    public void Dispose() => _meter.Dispose();
}
