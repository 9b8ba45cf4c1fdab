using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>What a group's status has to say.</summary>
internal sealed class StatusReport(Membership membership, TimeProvider time)
{
    private const string Ready = "Ready";
    private const string Succeeded = "Succeeded";

    /// <summary>Null while a node's label is not as decided yet: what is said here has happened, and the change of the label asks again.</summary>
    public NodeGroupStatus? Of(NodeGroup group)
    {
        var entries = new List<NodeGroupNodeStatus>();
        foreach (var node in membership.NodesOf(group).Where(node => Membership.Selects(group, node)))
        {
            var owner = membership.OwnerOf(node);
            var refusal = owner == node.Group ? null : membership.Refusal(node.Name);
            if (owner != node.Group && refusal is null)
                return null;

            entries.Add(owner == group.Name && refusal is null
                ? new NodeGroupNodeStatus(node.Name, node.Ready, Succeeded)
                : new NodeGroupNodeStatus(node.Name, node.Ready, "Failed", WhyNot(group, node, owner, refusal)));
        }

        entries.AddRange(group.Nodes
            .Where(name => membership.Node(name) is null)
            .Select(name => new NodeGroupNodeStatus(name, "Unknown", "Failed", "node does not exist")));
        entries.Sort((left, right) => string.CompareOrdinal(left.NodeName, right.NodeName));

        var members = entries.Where(entry => entry.SelectionStatus == Succeeded).ToList();
        return new NodeGroupStatus
        {
            NodeStatuses = entries,
            Nodes = members.Count,
            ReadyNodes = members.Count(entry => entry.ReadyStatus == Ready),
            FailedNodes = entries.Count - members.Count,
            Conditions = [.. group.Status.Conditions.Where(condition => condition.Type != Ready), Condition(group, entries, members)],
        };
    }

    /// <summary>The merge patch that writes it.</summary>
    public static JsonObject ToPatch(NodeGroupStatus status) => new()
    {
        ["status"] = new JsonObject
        {
            ["nodes"] = status.Nodes,
            ["readyNodes"] = status.ReadyNodes,
            ["failedNodes"] = status.FailedNodes,
            ["nodeStatuses"] = new JsonArray([.. status.NodeStatuses.Select(ToJson)]),
            ["conditions"] = new JsonArray([.. status.Conditions.Select(ToJson)]),
        },
    };

    private NodeGroupCondition Condition(NodeGroup group, List<NodeGroupNodeStatus> entries, List<NodeGroupNodeStatus> members)
    {
        var failed = entries.Except(members).ToList();
        var unready = members.Where(entry => entry.ReadyStatus != Ready).ToList();
        var (status, reason, message) = (group, entries) switch
        {
            ({ Fault: { } fault }, _) => ("False", "InvalidSpec", $"The group keeps the nodes that it has, because its spec cannot be understood: {fault}"),
            _ when !Membership.CanOwn(group) => ("False", "InvalidName", CannotBeALabel(group)),
            (_, []) => ("False", "NoNodes", "The group has no nodes: none is named, and none has the labels."),
            _ when failed.Count > 0 => ("False", "NodesNotSelected",
                $"{failed.Count} of {Text.Count(entries.Count, "node")} could not be taken: {Text.List(failed.Select(entry => $"{entry.NodeName} ({entry.SelectionStatusReason})"))}."),
            _ when unready.Count > 0 => ("False", "NodesNotReady",
                $"{unready.Count} of {Text.Count(members.Count, "node")} {(unready.Count == 1 ? "is" : "are")} not ready: {Text.List(unready.Select(entry => entry.NodeName))}."),
            _ => ("True", "AllNodesReady", $"{Text.Count(members.Count, "node")} in the group, all ready."),
        };
        var before = group.Status.Condition(Ready);
        var since = before?.Status == status ? before.LastTransitionTime : time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new NodeGroupCondition(Ready, status, group.Meta.Generation, reason, message, since);
    }

    private static string WhyNot(NodeGroup group, NodeFacts node, string? owner, string? refusal) =>
        refusal is not null ? $"node {node.Name} cannot be labelled: {refusal}"
        : owner is not null ? $"node {node.Name} has already belonged to NodeGroup {owner}"
        : group.Meta.IsBeingDeleted ? "the NodeGroup is being deleted"
        : CannotBeALabel(group);

    private static string CannotBeALabel(NodeGroup group) =>
        $"the name '{group.Name}' cannot be the value of a label: make the group anew with a name of at most 63 characters";

    private static JsonNode ToJson(NodeGroupNodeStatus entry)
    {
        var json = new JsonObject
        {
            ["nodeName"] = entry.NodeName,
            ["readyStatus"] = entry.ReadyStatus,
            ["selectionStatus"] = entry.SelectionStatus,
        };
        if (entry.SelectionStatusReason.Length > 0)
            json["selectionStatusReason"] = entry.SelectionStatusReason;
        return json;
    }

    private static JsonNode ToJson(NodeGroupCondition condition) => new JsonObject
    {
        ["type"] = condition.Type,
        ["status"] = condition.Status,
        ["observedGeneration"] = condition.ObservedGeneration,
        ["reason"] = condition.Reason,
        ["message"] = condition.Message,
        ["lastTransitionTime"] = condition.LastTransitionTime,
    };
}
