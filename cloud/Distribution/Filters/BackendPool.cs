using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// All backends of one Service in one address family, over all the objects that list them: it decides which of them an audience is shown. A proxy takes the lists
/// of a family as one, so they have to be shown up to the same level.
/// </summary>
internal sealed class BackendPool(ObjectKey service, string family, Topology topology, Func<string, string> groupOf)
{
    private readonly HashSet<ListedBackends> _lists = [];
    private readonly ReadyCount _byNode = new();
    private readonly ReadyCount _byGroup = new();

    public ObjectKey Service => service;

    public string Family => family;

    public Topology Topology { get; set; } = topology;

    public IReadOnlyCollection<ListedBackends> Lists => _lists;

    public void Add(ListedBackends list, ReadinessShift shift)
    {
        if (_lists.Add(list)) Count(list, 1, shift);
    }

    public void Remove(ListedBackends list, ReadinessShift shift)
    {
        if (_lists.Remove(list)) Count(list, -1, shift);
    }

    /// <summary>A node has changed group.</summary>
    public void Move(string node, string from, string to, ReadinessShift shift)
    {
        var ready = _byNode.Of(node);
        CountGroup(from, -ready, shift);
        CountGroup(to, ready, shift);
    }

    /// <summary>The level that the nodes of a group are shown. A node for which <see cref="ShowsOwn"/> is shown its own.</summary>
    public TrafficLevel LevelOf(string group)
    {
        foreach (var level in Topology.Levels)
        {
            if (level == TrafficLevel.Any || (level == TrafficLevel.Group && _byGroup.Has(group))) return level;
        }
        return Topology.Widest;
    }

    /// <summary>The level that a node of a group is shown.</summary>
    public TrafficLevel LevelOf(string node, string group) =>
        Topology.BeginsAtNode && (Topology.Widest == TrafficLevel.Node || _byNode.Has(node)) ? TrafficLevel.Node : LevelOf(group);

    /// <summary>What of a list the nodes of a group are shown.</summary>
    public Selection ForGroup(ListedBackends list, string group) => LevelOf(group) switch
    {
        TrafficLevel.Any => Selection.Everything,
        TrafficLevel.Group when list.IsIn(group) => new Selection(TrafficLevel.Group, group),
        _ => Selection.Nothing,
    };

    /// <summary>Whether a node is shown only what is on itself, whatever its group is shown.</summary>
    public bool ShowsOwn(ListedBackends list, string node) =>
        Topology.BeginsAtNode && (Topology.Widest == TrafficLevel.Node ? list.Nodes.Contains(node) : _byNode.Has(node));

    /// <summary>What such a node is shown of a list.</summary>
    public static Selection ForNode(ListedBackends list, string node) => list.Nodes.Contains(node) ? new Selection(TrafficLevel.Node, node) : Selection.Nothing;

    /// <summary>The nodes for which <see cref="ShowsOwn"/>.</summary>
    public IReadOnlyCollection<string> NodesOf(ListedBackends list) =>
        !Topology.BeginsAtNode ? [] : Topology.Widest == TrafficLevel.Node ? list.Nodes : _byNode.Names;

    /// <summary>The groups that may be shown another level since.</summary>
    public IReadOnlyCollection<string> ShiftedGroups(ReadinessShift shift) =>
        Topology.Widest == TrafficLevel.Any && Topology.Levels.Contains(TrafficLevel.Group) ? shift.Groups(_byGroup) : [];

    /// <summary>The nodes that may be shown another level since.</summary>
    public IReadOnlyCollection<string> ShiftedNodes(ReadinessShift shift) =>
        Topology.BeginsAtNode && Topology.Widest != TrafficLevel.Node ? shift.Nodes(_byNode) : [];

    private void Count(ListedBackends list, int sign, ReadinessShift shift)
    {
        foreach (var backend in list.Layout.Backends)
        {
            if (!backend.Ready || backend.Node is not { } node) continue;
            shift.NoteNode(node, _byNode);
            _byNode.Add(node, sign);
            CountGroup(groupOf(node), sign, shift);
        }
    }

    private void CountGroup(string group, int difference, ReadinessShift shift)
    {
        if (group.Length == 0 || difference == 0) return;
        shift.NoteGroup(group, _byGroup);
        _byGroup.Add(group, difference);
    }
}
