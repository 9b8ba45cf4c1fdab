using System.Diagnostics.Metrics;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>Whether the cloud is there, and what is held while it is not.</summary>
internal sealed class LinkMeter : IDisposable
{
    /// <summary>A cluster may define kinds by the hundred, and a node want them all: the longest are shown by name.</summary>
    internal const int MostCollections = 64;

    private const string Others = "other";
    private readonly ICollections _collections;
    private readonly Meter _meter = new("KubeEdge.EdgeMesh.Edge");

    public LinkMeter(ILink link, ICollections collections)
    {
        _collections = collections;
        _meter.CreateObservableGauge("edgemesh.edge.link_up", () => link.State.Connected ? 1 : 0, description: "1 while the stream to the cloud is up.");
        _meter.CreateObservableGauge("edgemesh.edge.held_objects", () => Held(static held => held.Count), "{object}", "Objects that are held, by collection.");
        _meter.CreateObservableGauge("edgemesh.edge.held", () => Held(static held => held.Bytes), "By", "JSON that is held, by collection.");
        _meter.CreateObservableGauge("edgemesh.edge.interests", () => collections.Interests().Count, "{interest}", "Collections that are held because somebody reads them, by caller.");
    }

    public void Dispose() => _meter.Dispose();

    private List<Measurement<long>> Held(Func<CollectionState, long> amount)
    {
        var all = _collections.All().OrderByDescending(held => held.Count).ThenBy(held => held.Resource.ToString(), StringComparer.Ordinal).ToList();
        var shown = all.Take(MostCollections).Select(held => Of(amount(held), held.Resource.ToString())).ToList();
        if (all.Count > MostCollections) shown.Add(Of(all.Skip(MostCollections).Sum(amount), Others));
        return shown;
    }

    private static Measurement<long> Of(long value, string collection) => new(value, new KeyValuePair<string, object?>("collection", collection));
}
