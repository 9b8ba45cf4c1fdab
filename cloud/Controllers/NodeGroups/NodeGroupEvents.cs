using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Hears of NodeGroups, and asks for a look at the group and at the nodes that it has, had or wants.</summary>
internal sealed class NodeGroupEvents(Membership membership, WorkQueue<string> nodes, WorkQueue<string> groups, ILogger logger) : IRawObjectHandler
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every NodeGroup is known.</summary>
    public Task Synced => _synced.Task;

    public void Upserted(RawObject current, RawObject? previous)
    {
        NodeGroup group;
        try
        {
            group = NodeGroup.Parse(current);
        }
        catch (FormatException e)
        {
            // It is as it was known before: what cannot be read must not evict anyone.
            Log.NodeGroupUnreadable(logger, current.Key.Name, e.Message);
            return;
        }

        if (group.Fault is not null)
            Log.NodeGroupUnreadable(logger, group.Name, group.Fault);
        var before = membership.Put(group);
        groups.Add(group.Name);
        if (before is null || !SameSelection(before, group))
            AddNodes(before, group);
    }

    public void Deleted(RawObject last, long revision) => AddNodes(membership.RemoveGroup(last.Key.Name));

    public void Progressed(long revision) => _synced.TrySetResult();

    private static bool SameSelection(NodeGroup left, NodeGroup right) =>
        left.Meta.Uid == right.Meta.Uid
        && left.Meta.IsBeingDeleted == right.Meta.IsBeingDeleted
        && left.Fault == right.Fault
        && left.TopologyEnabled == right.TopologyEnabled
        && left.Nodes.SetEquals(right.Nodes)
        && left.Selector.ToString() == right.Selector.ToString();

    private void AddNodes(params IEnumerable<NodeGroup?> states)
    {
        foreach (var node in states.OfType<NodeGroup>().SelectMany(membership.NodesOf))
            nodes.Add(node.Name);
    }
}
