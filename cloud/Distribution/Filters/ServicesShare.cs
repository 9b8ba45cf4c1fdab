using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>The Services, for everyone; and how far the traffic of each reaches.</summary>
internal sealed class ServicesShare(ClusterView view, GroupVersionResource collection) : EveryoneShare(view, collection)
{
    private readonly Dictionary<ObjectKey, ServiceTraffic> _traffic = [];

    /// <summary>A Service has come, gone, or reaches otherwise than before; at a revision.</summary>
    public event Action<ObjectKey, long>? Changed;

    /// <summary>How far a Service's traffic reaches; null for a Service that is not known.</summary>
    public ServiceTraffic? Find(ObjectKey service) => _traffic.TryGetValue(service, out var traffic) ? traffic : null;

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        var topology = Topology.Of(raw);
        if (_traffic.TryGetValue(raw.Key, out var before) && before.Topology == topology) return;
        if (!topology.IsUnderstood) Log.TopologyNotUnderstood(View.Logger, raw.Key, topology.Value);
        _traffic[raw.Key] = new ServiceTraffic(topology, raw.Revision);
        Changed?.Invoke(raw.Key, raw.Revision);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        if (_traffic.Remove(deletion.Identity.Key)) Changed?.Invoke(deletion.Identity.Key, deletion.Revision);
    }
}
