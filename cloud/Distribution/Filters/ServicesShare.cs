using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// The Services, for everyone; and how far the traffic of each reaches. A node that says where its pods reach its MetaServer sees
/// <c>default/kubernetes</c> lead there.
/// </summary>
internal sealed class ServicesShare(ClusterView view, GroupVersionResource collection) : EveryoneShare(view, collection)
{
    private readonly ApiServiceTables _api = new(view.Encoder, ApiServiceForm.Service);
    private readonly Dictionary<ObjectKey, ServiceTraffic> _traffic = [];

    /// <summary>A Service has come, gone, or reaches otherwise than before; at a revision.</summary>
    public event Action<ObjectKey, long>? Changed;

    /// <summary>How far a Service's traffic reaches; null for a Service that is not known.</summary>
    public ServiceTraffic? Find(ObjectKey service) => _traffic.TryGetValue(service, out var traffic) ? traffic : null;

    public override IReadOnlyList<ShareTable> Open(Viewer viewer) => [.. _api.Open(viewer), Source];

    public override void Leave(Viewer viewer) => _api.Leave(viewer);

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        if (raw.Key == ApiServiceForm.Key) _api.Put(current);
        var topology = Topology.Of(raw);
        if (_traffic.TryGetValue(raw.Key, out var before) && before.Topology == topology) return;
        if (!topology.IsUnderstood) Log.TopologyNotUnderstood(View.Logger, raw.Key, topology.Value);
        _traffic[raw.Key] = new ServiceTraffic(topology, raw.Revision);
        Changed?.Invoke(raw.Key, raw.Revision);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        if (deletion.Identity.Key == ApiServiceForm.Key) _api.Remove(deletion);
        if (_traffic.Remove(deletion.Identity.Key)) Changed?.Invoke(deletion.Identity.Key, deletion.Revision);
    }
}
