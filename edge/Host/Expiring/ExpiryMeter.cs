using System.Diagnostics.Metrics;

namespace KubeEdge.EdgeMesh.Edge.Host.Expiring;

/// <summary>How long what ends still lasts: meter <c>KubeEdge.EdgeMesh.Edge</c>; negative for what has ended.</summary>
internal sealed class ExpiryMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "KubeEdge.EdgeMesh.Edge";

    private readonly Meter _meter = new(Name);

    public ExpiryMeter(Expiries expiries, TimeProvider time) => _meter.CreateObservableGauge(
        "edgemesh.edge.expires_in",
        () => expiries.All.Select(expiry => new Measurement<double>((expiry.At - time.GetUtcNow()).TotalSeconds, new KeyValuePair<string, object?>("what", expiry.Name))),
        "s", "How long this node's certificates and CAs last.");

    public void Dispose() => _meter.Dispose();
}
