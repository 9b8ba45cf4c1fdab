using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// Endpoints or EndpointSlices. Those of an open Service are everyone's; those of a closed one are each group's own, with the backends on its
/// nodes only; those whose Service is not known are held back. One that belongs to no Service at all (a slice without the label, which no proxy reads) is
/// everyone's: nobody could close it.
/// </summary>
internal sealed class BackendsShare : CollectionShare
{
    private readonly ServicesShare _services;
    private readonly NodesShare _nodes;
    private readonly IBackendList _list;
    private readonly ShareTable _open;
    private readonly AudienceTables _groups;
    private readonly GroupFilter _filter;
    private readonly Dictionary<ObjectIdentity, ObjectKey> _service = [];
    private readonly Index<ObjectKey> _byService = new();
    private readonly Dictionary<ObjectIdentity, IReadOnlySet<string>> _closed = [];
    private readonly Index<string> _byNode = new();

    public BackendsShare(ClusterView view, GroupVersionResource collection, ServicesShare services, NodesShare nodes, IBackendList list)
        : base(view, collection)
    {
        (_services, _nodes, _list) = (services, nodes, list);
        _open = new ShareTable(view.Encoder);
        _filter = new GroupFilter(list, nodes);
        _groups = new AudienceTables(view.Encoder, Afresh);
        services.Changed += OnServiceChanged;
    }

    public override ShareScope? Scope => ShareScope.All;

    public override bool Ready => Synced && _services.Synced && _nodes.Synced;

    public override IReadOnlyList<ShareTable> Open(Viewer viewer) => [_open, _groups.Open(viewer.Group)];

    public override void Close(string node, string group) => _groups.Close(group);

    public override void OnNodeMoved(string node, string from, string to, long revision)
    {
        foreach (var identity in _byNode.Of(node))
        {
            if (!Source.TryGet(identity, out var current)) continue;
            var derivation = _filter.Of(current, _closed[identity]);
            foreach (var group in (string[])[from, to])
            {
                if (_groups.TryGet(group, out var table)) Rederive(derivation, group, table, revision);
            }
        }
    }

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        var identity = current.Identity;
        if (_service.Remove(identity, out var before)) _byService.Remove(before, identity);
        if (_list.ServiceOf(raw) is { } service)
        {
            _service[identity] = service;
            _byService.Add(service, identity);
        }
        Place(current, raw.Revision);
    }

    protected override void OnDeleted(ObjectChange deletion)
    {
        if (_service.Remove(deletion.Identity, out var service)) _byService.Remove(service, deletion.Identity);
        MarkOpen(deletion.Identity);
        RemoveEverywhere(deletion);
    }

    private void OnServiceChanged(ObjectKey service, long revision)
    {
        foreach (var identity in _byService.Of(service).ToList())
        {
            if (Source.TryGet(identity, out var current)) Place(current, revision);
        }
    }

    /// <summary>Puts an object where it belongs now. It comes into its new place before it leaves the old one: for a viewer of both it has only changed.</summary>
    private void Place(ObjectChange current, long revision)
    {
        var identity = current.Identity;
        var deletion = ObjectChange.Deletion(identity, revision);
        var known = _service.TryGetValue(identity, out var service);
        switch (known ? _services.Find(service) : new ServiceTraffic(Closed: false, 0))
        {
            case null:
                MarkOpen(identity);
                RemoveEverywhere(deletion);
                break;
            case { Closed: false }:
                MarkOpen(identity);
                if (!_open.TryGet(identity, out var shown) || shown.Tag != current.Tag) _open.Put(current);
                foreach (var (_, table) in _groups.All) table.Remove(deletion);
                break;
            default:
                MarkClosed(current);
                var derivation = _filter.Of(current, _closed[identity]);
                foreach (var (group, table) in _groups.All) Rederive(derivation, group, table, revision);
                _open.Remove(deletion);
                break;
        }
    }

    /// <summary>What did not change for a group makes no event for it. What did is newer than what it replaces, even where causes arrive out of order.</summary>
    private void Rederive(GroupFilter.Derivation derivation, string group, ShareTable table, long revision)
    {
        var shown = table.TryGet(derivation.Identity, out var entry) ? entry : null;
        if (shown?.Tag == derivation.TagFor(group)) return;
        var next = Math.Max(revision, derivation.Revision);
        table.Put(derivation.For(group, next > (shown?.Revision ?? 0) ? next : View.Revision));
    }

    private IEnumerable<ObjectChange> Afresh(string group)
    {
        foreach (var (identity, nodes) in _closed)
        {
            if (!Source.TryGet(identity, out var current)) continue;
            var since = _services.Find(_service[identity])?.Since ?? 0;
            var newest = nodes.Select(_nodes.GroupRevision).Append(since).Append(current.Revision).Max();
            yield return _filter.Of(current, nodes).For(group, newest);
        }
    }

    private void RemoveEverywhere(ObjectChange deletion)
    {
        _open.Remove(deletion);
        foreach (var (_, table) in _groups.All) table.Remove(deletion);
    }

    private void MarkClosed(ObjectChange current)
    {
        MarkOpen(current.Identity);
        var nodes = new HashSet<string>(StringComparer.Ordinal);
        _list.Filter(current.Json, node =>
        {
            if (node is not null) nodes.Add(node);
            return false;
        });
        _closed[current.Identity] = nodes;
        foreach (var node in nodes) _byNode.Add(node, current.Identity);
    }

    private void MarkOpen(ObjectIdentity identity)
    {
        if (!_closed.Remove(identity, out var nodes)) return;
        foreach (var node in nodes) _byNode.Remove(node, identity);
    }
}
