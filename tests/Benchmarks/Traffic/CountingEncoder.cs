using System.Diagnostics.Metrics;
using KubeEdge.EdgeMesh.Cloud.Distribution;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Traffic;

/// <summary>The encoder of the stream, counted.</summary>
internal sealed class CountingEncoder(IMeterFactory meters) : IChangeEncoder
{
    private readonly WireMapping _mapping = new(new DistributionMetrics(meters));

    public long Encodings { get; private set; }

    public byte[] EncodeHeader(ObjectChange change)
    {
        Encodings++;
        return _mapping.EncodeHeader(change);
    }
}
