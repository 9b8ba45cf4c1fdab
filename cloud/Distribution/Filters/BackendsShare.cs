using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// Endpoints or EndpointSlices. Those of an open Service are everyone's; those of any other are what <see cref="ClosedBackends"/> makes of them for each audience; those
/// whose Service is not known are held back. One that belongs to no Service at all (a slice without the label, which no proxy reads) is everyone's: nobody could close it.
/// Those of the API server itself, <c>default/kubernetes</c>, lead each node's pods to its own MetaServer; a node that does not say where that is does not see them.
/// </summary>
internal sealed class BackendsShare : CollectionShare
{
    private readonly ServicesShare _services;
    private readonly NodesShare _nodes;
    private readonly IBackendList _list;
    private readonly ShareTable _open;
    private readonly ClosedBackends _closed;
    private readonly ApiServiceTables _api;
    private readonly Dictionary<ObjectIdentity, ObjectKey> _service = [];
    private readonly Index<ObjectKey> _byService = new();

    public BackendsShare(ClusterView view, GroupVersionResource collection, ServicesShare services, NodesShare nodes, IBackendList list, ApiServiceRewriting rewriting)
        : base(view, collection)
    {
        _api = new ApiServiceTables(view.Encoder, rewriting);
        (_services, _nodes, _list) = (services, nodes, list);
        _open = new ShareTable(view.Encoder);
        _closed = new ClosedBackends(view, nodes);
        services.Changed += OnServiceChanged;
    }

    public override ShareScope? Scope => ShareScope.All;

    public override bool Ready => Synced && _services.Synced && _nodes.Synced;

    /// <summary>A node may have seen the revision of a Service or of a Node here: to wait until the lists themselves have come so far could take until the next bookmark.</summary>
    public override long Heard => Math.Max(Revision, Math.Max(_services.Revision, _nodes.Revision));

    public override IReadOnlyList<ShareTable> Open(Viewer viewer) => [.. _closed.Open(viewer), _open, .. _api.Open(viewer)];

    public override void Close(string node, string group) => _closed.Close(node, group);

    public override void Leave(Viewer viewer) => _api.Leave(viewer);

    public override void OnNodeMoved(string node, string from, string to, long revision) => _closed.OnNodeMoved(node, from, to, revision);

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        var identity = current.Identity;
        if (identity.Key == ApiServiceForm.Key)
        {
            _api.Put(current);
            return;
        }
        if (_service.Remove(identity, out var before)) _byService.Remove(before, identity);
        if (_list.ServiceOf(raw) is not { } service)
        {
            Place([current], null, new ServiceTraffic(Topology.Open, 0), raw.Revision);
            return;
        }
        _service[identity] = service;
        _byService.Add(service, identity);
        Place([current], service, _services.Find(service), raw.Revision);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        if (deletion.Identity.Key == ApiServiceForm.Key) _api.Remove(deletion);
        if (_service.Remove(deletion.Identity, out var service)) _byService.Remove(service, deletion.Identity);
        _open.Remove(deletion);
        _closed.Remove([deletion.Identity], deletion.Revision);
    }

    private void OnServiceChanged(ObjectKey service, long revision)
    {
        var objects = _byService.Of(service).Select(identity => Source.TryGet(identity, out var current) ? current : null).OfType<ObjectChange>().ToList();
        Place(objects, service, _services.Find(service), revision);
    }

    /// <summary>Puts objects of a Service where they belong now. They come into their new place before they leave the old one: for a viewer of both they have only changed.</summary>
    private void Place(IReadOnlyList<ObjectChange> objects, ObjectKey? service, ServiceTraffic? traffic, long revision)
    {
        if (service is { } known && traffic is { Topology.IsOpen: false } closed)
        {
            _closed.Put(objects.Select(current => (current, _list.Read(current.Json))), known, closed, revision);
            foreach (var current in objects) _open.Remove(ObjectChange.Deletion(current.Identity, revision));
            return;
        }
        foreach (var current in objects)
        {
            if (traffic is null) _open.Remove(ObjectChange.Deletion(current.Identity, revision));
            else if (!_open.TryGet(current.Identity, out var shown) || shown.Tag != current.Tag) _open.Put(current);
        }
        _closed.Remove(objects.Select(current => current.Identity), revision);
    }
}
