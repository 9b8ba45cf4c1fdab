using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>
/// Who belongs where. The answer depends on nothing but the objects: a node's owner is the group in its label for as long as that group
/// selects it, else the oldest group that does (then by name), else none.
/// </summary>
internal sealed partial class Membership
{
    /// <summary>What says on a Node which group it belongs to.</summary>
    public const string Label = "apps.kubeedge.io/belonging-to";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeFacts> _nodes = [];
    private readonly Dictionary<string, NodeGroup> _groups = [];
    private readonly Dictionary<string, string> _refusals = [];

    public (int Nodes, int Groups) Count
    {
        get
        {
            lock (_gate)
                return (_nodes.Count, _groups.Count);
        }
    }

    /// <returns>What was known before.</returns>
    public NodeFacts? Put(NodeFacts node)
    {
        lock (_gate)
        {
            var before = _nodes.GetValueOrDefault(node.Name);
            _nodes[node.Name] = node;
            return before;
        }
    }

    /// <returns>What was known before.</returns>
    public NodeGroup? Put(NodeGroup group)
    {
        lock (_gate)
        {
            var before = _groups.GetValueOrDefault(group.Name);
            _groups[group.Name] = group;
            return before;
        }
    }

    public NodeFacts? RemoveNode(string name)
    {
        lock (_gate)
        {
            _refusals.Remove(name);
            return _nodes.Remove(name, out var before) ? before : null;
        }
    }

    public NodeGroup? RemoveGroup(string name)
    {
        lock (_gate)
            return _groups.Remove(name, out var before) ? before : null;
    }

    public NodeFacts? Node(string name)
    {
        lock (_gate)
            return _nodes.GetValueOrDefault(name);
    }

    public NodeGroup? Group(string name)
    {
        lock (_gate)
            return _groups.GetValueOrDefault(name);
    }

    /// <summary>Why the API server does not let us label the node; null where it does.</summary>
    public string? Refusal(string node)
    {
        lock (_gate)
            return _refusals.GetValueOrDefault(node);
    }

    /// <summary>Remembers why the node cannot be labelled, or that it can.</summary>
    /// <returns>Whether that is news.</returns>
    public bool SetRefusal(string node, string? reason)
    {
        lock (_gate)
        {
            var before = _refusals.GetValueOrDefault(node);
            if (reason is null)
                _refusals.Remove(node);
            else
                _refusals[node] = reason;
            return before != reason;
        }
    }

    /// <summary>The group that the node has to belong to; null for none.</summary>
    public string? OwnerOf(NodeFacts node)
    {
        lock (_gate)
        {
            if (node.Group is { } current && _groups.TryGetValue(current, out var group) && Claims(group, node))
                return current;

            return _groups.Values
                .Where(candidate => Claims(candidate, node))
                .OrderBy(candidate => candidate.Meta.CreationTimestamp, StringComparer.Ordinal)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .FirstOrDefault()?.Name;
        }
    }

    /// <summary>The groups whose status speaks of the node.</summary>
    public IReadOnlyList<string> GroupsAbout(NodeFacts node)
    {
        lock (_gate)
            return [.. _groups.Values.Where(group => Selects(group, node) || node.Group == group.Name).Select(group => group.Name)];
    }

    /// <summary>The nodes that the group selects or has.</summary>
    public IReadOnlyList<NodeFacts> NodesOf(NodeGroup group)
    {
        lock (_gate)
            return [.. _nodes.Values.Where(node => Selects(group, node) || node.Group == group.Name)];
    }

    /// <summary>
    /// Whether the group asks for the node: by name, or by labels. Neither labels nor expressions select nothing. A group whose spec cannot be
    /// understood keeps what it has.
    /// </summary>
    public static bool Selects(NodeGroup group, NodeFacts node) =>
        group.Fault is not null ? node.Group == group.Name : group.Nodes.Contains(node.Name) || group.Selector.Matches(node.Labels);

    /// <summary>Whether a node can carry the group's name: it is the value of a label.</summary>
    public static bool CanOwn(NodeGroup group) => LabelValue().IsMatch(group.Name);

    private static bool Claims(NodeGroup group, NodeFacts node) => !group.Meta.IsBeingDeleted && CanOwn(group) && Selects(group, node);

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex LabelValue();
}
