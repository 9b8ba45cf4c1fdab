using System.Diagnostics.Metrics;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;

/// <summary>What callers have open, and how often they were told to come back. By class of caller, not by name: names are without number.</summary>
internal sealed class CallerMetrics : IDisposable
{
    private readonly Meter _meter = new("KubeEdge.EdgeMesh.MetaServer");
    private readonly UpDownCounter<long> _open;
    private readonly Counter<long> _refused;

    public CallerMetrics()
    {
        _open = _meter.CreateUpDownCounter<long>("edgemesh.metaserver.open_requests", "{request}", "Lists in flight and watches open, by verb and class of caller.");
        _refused = _meter.CreateCounter<long>("edgemesh.metaserver.refused_requests", "{request}", "Lists and watches answered with 429, by verb and class of caller.");
    }

    public void Changed(bool isWatch, bool isNode, int change) => _open.Add(change, Verb(isWatch), Class(isNode));

    public void Refused(bool isWatch, bool isNode) => _refused.Add(1, Verb(isWatch), Class(isNode));

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Verb(bool isWatch) => new("verb", isWatch ? "watch" : "list");

    private static KeyValuePair<string, object?> Class(bool isNode) => new("class", isNode ? "node" : "pod");
}
