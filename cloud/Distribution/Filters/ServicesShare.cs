using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>The Services, for everyone; and which of them keep their traffic in the caller's group.</summary>
internal sealed class ServicesShare(ClusterView view, GroupVersionResource collection) : EveryoneShare(view, collection)
{
    private const string InGroup = "range-nodegroup";
    private static readonly ObjectKey Api = new("default", "kubernetes");

    /// <summary>KubeEdge's annotation, and the short form that its announcement shows.</summary>
    private static readonly RawPath[] Annotations =
        [RawPath.Of("metadata", "annotations", "apps.kubeedge.io/service-topology"), RawPath.Of("metadata", "annotations", "service-topology")];

    private readonly Dictionary<ObjectKey, ServiceTraffic> _traffic = [];

    /// <summary>A Service has come, gone, been closed or opened; at a revision.</summary>
    public event Action<ObjectKey, long>? Changed;

    /// <summary>How far a Service's traffic reaches; null for a Service that is not known.</summary>
    public ServiceTraffic? Find(ObjectKey service) => _traffic.TryGetValue(service, out var traffic) ? traffic : null;

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        var closed = IsClosed(raw);
        if (_traffic.TryGetValue(raw.Key, out var before) && before.Closed == closed) return;
        _traffic[raw.Key] = new ServiceTraffic(closed, raw.Revision);
        Changed?.Invoke(raw.Key, raw.Revision);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        if (_traffic.Remove(deletion.Identity.Key)) Changed?.Invoke(deletion.Identity.Key, deletion.Revision);
    }

    /// <summary>The API server's own Service is never closed: its backends are on no node of any group.</summary>
    private static bool IsClosed(RawObject service) =>
        service.Key != Api && Annotations.Any(path => path.TryGetString(service.Json.Span, out var value) && value == InGroup);
}
