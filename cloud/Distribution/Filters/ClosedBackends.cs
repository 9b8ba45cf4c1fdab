using System.IO.Hashing;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// The lists of backends of Services that are not open, in one collection, and what each group and each node sees of them. A node's table covers its group's: it
/// holds only what the node sees otherwise.
/// </summary>
internal sealed class ClosedBackends
{
    private readonly ClusterView _view;
    private readonly NodesShare _nodes;
    private readonly Func<string, string> _groupOf;
    private readonly AudienceTables _groupTables;
    private readonly AudienceTables _nodeTables;
    private readonly XxHash3 _hash = new();
    private readonly Dictionary<(ObjectKey Service, string Family), BackendPool> _pools = [];
    private readonly Dictionary<ObjectIdentity, ListedBackends> _lists = [];
    private readonly Index<string> _byNode = new();

    public ClosedBackends(ClusterView view, NodesShare nodes)
    {
        (_view, _nodes, _groupOf) = (view, nodes, nodes.GroupOf);
        _groupTables = new AudienceTables(view.Encoder, AfreshForGroup);
        _nodeTables = new AudienceTables(view.Encoder, AfreshForNode);
    }

    /// <summary>The tables that a viewer sees, the narrowest first.</summary>
    public IEnumerable<ShareTable> Open(Viewer viewer) => [_nodeTables.Open(viewer.Node), _groupTables.Open(viewer.Group)];

    /// <inheritdoc cref="CollectionShare.Close"/>
    public void Close(string node, string group)
    {
        _nodeTables.Close(node);
        _groupTables.Close(group);
    }

    /// <summary>Takes in the states of some objects of one Service, all of them where how far it reaches has changed.</summary>
    /// <param name="objects">The objects, with the backends in each.</param>
    /// <param name="service">Their Service.</param>
    /// <param name="traffic">How far it reaches.</param>
    /// <param name="revision">That of the event.</param>
    public void Put(IEnumerable<(ObjectChange Current, BackendLayout Layout)> objects, ObjectKey service, ServiceTraffic traffic, long revision)
    {
        var shifts = new Dictionary<BackendPool, ReadinessShift>();
        var put = new HashSet<ListedBackends>();
        foreach (var (current, layout) in objects)
        {
            var before = Exit(current.Identity, shifts);
            put.Add(Enter(current, layout, service, traffic, before?.Shown ?? [], shifts));
        }
        foreach (var pool in put.Select(list => list.Pool)) pool.Topology = traffic.Topology;
        foreach (var list in put) Derive(list, revision);
        DeriveShifted(shifts, put, revision);
    }

    /// <summary>Takes objects out: they are gone, or seen elsewhere now.</summary>
    public void Remove(IEnumerable<ObjectIdentity> objects, long revision)
    {
        var shifts = new Dictionary<BackendPool, ReadinessShift>();
        var gone = objects.Select(identity => Exit(identity, shifts)).OfType<ListedBackends>().ToHashSet();
        foreach (var list in gone)
        {
            var deletion = ObjectChange.Deletion(list.Identity, revision);
            foreach (var (_, table) in _groupTables.All) table.Remove(deletion);
            foreach (var node in list.Shown) Cover(node)?.Remove(deletion);
        }
        DeriveShifted(shifts, gone, revision);
    }

    /// <inheritdoc cref="CollectionShare.OnNodeMoved"/>
    public void OnNodeMoved(string node, string from, string to, long revision)
    {
        var touched = _byNode.Of(node).Select(identity => _lists[identity]).ToHashSet();
        var shifts = new Dictionary<BackendPool, ReadinessShift>();
        foreach (var pool in touched.Select(list => list.Pool).Distinct()) pool.Move(node, from, to, shifts[pool] = new ReadinessShift());
        foreach (var list in touched)
        {
            list.OnNodeMoved(from, to);
            Derive(list, [], [from, to], revision);
        }
        DeriveShifted(shifts, touched, revision);
    }

    private ListedBackends Enter(
        ObjectChange current, BackendLayout layout, ObjectKey service, ServiceTraffic traffic, HashSet<string> shown, Dictionary<BackendPool, ReadinessShift> shifts)
    {
        if (!_pools.TryGetValue((service, layout.Family), out var pool))
            _pools.Add((service, layout.Family), pool = new BackendPool(service, layout.Family, traffic.Topology, _groupOf));
        var list = new ListedBackends(current, layout, _groupOf, _hash) { Pool = pool, Shown = shown, Newest = Math.Max(current.Revision, traffic.Since) };
        pool.Add(list, ShiftOf(pool, shifts));
        _lists.Add(list.Identity, list);
        foreach (var node in list.Nodes)
        {
            _byNode.Add(node, list.Identity);
            list.Newest = Math.Max(list.Newest, _nodes.GroupRevision(node));
        }
        return list;
    }

    private ListedBackends? Exit(ObjectIdentity identity, Dictionary<BackendPool, ReadinessShift> shifts)
    {
        if (!_lists.Remove(identity, out var list)) return null;
        foreach (var node in list.Nodes) _byNode.Remove(node, identity);
        list.Pool.Remove(list, ShiftOf(list.Pool, shifts));
        if (list.Pool.Lists.Count == 0) _pools.Remove((list.Pool.Service, list.Pool.Family));
        return list;
    }

    /// <summary>Lists that did not change themselves, but are shown up to another level to some.</summary>
    private void DeriveShifted(Dictionary<BackendPool, ReadinessShift> shifts, HashSet<ListedBackends> derived, long revision)
    {
        foreach (var (pool, shift) in shifts)
        {
            var (nodes, groups) = (pool.ShiftedNodes(shift), pool.ShiftedGroups(shift));
            if (nodes.Count == 0 && groups.Count == 0) continue;
            foreach (var list in pool.Lists)
            {
                if (!derived.Contains(list)) Derive(list, nodes, groups, revision);
            }
        }
    }

    private void Derive(ListedBackends list, long revision) =>
        Derive(list, [.. list.Pool.NodesOf(list).Union(list.Shown)], [.. _groupTables.All.Select(pair => pair.Key)], revision);

    /// <summary>Nodes are covered before what they saw changes, and uncovered after it has: none sees anything between the two.</summary>
    private void Derive(ListedBackends list, IReadOnlyCollection<string> nodes, IReadOnlyCollection<string> groups, long revision)
    {
        list.Newest = Math.Max(list.Newest, revision);
        foreach (var node in nodes)
        {
            if (Cover(node) is not { } table || !list.Pool.ShowsOwn(list, node)) continue;
            list.Shown.Add(node);
            Rederive(list, BackendPool.ForNode(list, node), table, revision);
        }
        foreach (var group in groups)
        {
            if (_groupTables.TryGet(group, out var table)) Rederive(list, list.Pool.ForGroup(list, group), table, revision);
        }
        foreach (var node in nodes)
        {
            if (!list.Pool.ShowsOwn(list, node) && list.Shown.Remove(node)) Cover(node)?.Remove(ObjectChange.Deletion(list.Identity, revision));
        }
    }

    /// <summary>What did not change for an audience makes no event for it. What did is never older than what it replaces, even where causes arrive out of order.</summary>
    private void Rederive(ListedBackends list, Selection selection, ShareTable table, long revision)
    {
        var shown = table.TryGet(list.Identity, out var entry) ? entry : null;
        if (shown?.Tag == list.TagOf(selection)) return;
        var next = Math.Max(revision, list.Current.Revision);
        table.Put(list.Version(selection, next > (shown?.Revision ?? 0) ? next : _view.Revision));
    }

    private IEnumerable<ObjectChange> AfreshForGroup(string group) => _lists.Values.Select(list => list.Version(list.Pool.ForGroup(list, group), list.Newest));

    private IEnumerable<ObjectChange> AfreshForNode(string node)
    {
        foreach (var list in _byNode.Of(node).Select(identity => _lists[identity].Pool).Distinct().SelectMany(pool => pool.Lists))
        {
            if (!list.Pool.ShowsOwn(list, node)) continue;
            list.Shown.Add(node);
            yield return list.Version(BackendPool.ForNode(list, node), list.Newest);
        }
    }

    private ShareTable? Cover(string node) => _nodeTables.TryGet(node, out var table) ? table : null;

    private static ReadinessShift ShiftOf(BackendPool pool, Dictionary<BackendPool, ReadinessShift> shifts)
    {
        if (!shifts.TryGetValue(pool, out var shift)) shifts.Add(pool, shift = new ReadinessShift());
        return shift;
    }
}
