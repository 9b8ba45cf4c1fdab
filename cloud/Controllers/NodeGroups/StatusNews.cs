using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Tells people what a change of a group's status means. What has been told stands in the status, so a restart tells nothing twice.</summary>
internal sealed class StatusNews(IEventRecorder events)
{
    public void Tell(NodeGroup group, NodeGroupStatus before, NodeGroupStatus now)
    {
        var old = before.NodeStatuses.DistinctBy(entry => entry.NodeName).ToDictionary(entry => entry.NodeName);
        var had = before.NodeStatuses.Where(IsMember).Select(entry => entry.NodeName).ToHashSet();
        var has = now.NodeStatuses.Where(IsMember).Select(entry => entry.NodeName).ToHashSet();
        Nodes(group, EventType.Normal, "NodeJoined", "joined", has.Except(had));
        Nodes(group, EventType.Normal, "NodeLeft", "left", had.Except(has));

        foreach (var entry in now.NodeStatuses.Where(entry => !IsMember(entry) && (!old.TryGetValue(entry.NodeName, out var was) || was.SelectionStatusReason != entry.SelectionStatusReason)))
        {
            var reason = entry.SelectionStatusReason.Contains("already belonged", StringComparison.Ordinal) ? "NodeContested" : "NodeNotSelected";
            events.Record(group.Reference(), EventType.Warning, reason, "Select", $"Cannot take node {entry.NodeName}: {entry.SelectionStatusReason}");
        }

        if (now.Condition("Ready") is { } ready && ready.Status != (before.Condition("Ready")?.Status ?? "False"))
            events.Record(group.Reference(), ready.Status == "True" ? EventType.Normal : EventType.Warning, ready.Status == "True" ? "Ready" : "NotReady", "Observe", ready.Message);
    }

    private static bool IsMember(NodeGroupNodeStatus entry) => entry.SelectionStatus == "Succeeded";

    private void Nodes(NodeGroup group, EventType type, string reason, string verb, IEnumerable<string> names)
    {
        var list = names.Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0)
            events.Record(group.Reference(), type, reason, "Label", $"{(list.Count == 1 ? "Node" : "Nodes")} {Text.List(list)} {verb} the group");
    }
}
