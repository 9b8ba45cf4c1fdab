using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Keeps one group's finalizer and status: a group in deletion stays until no node carries its label.</summary>
internal sealed class NodeGroupReconciler(Membership membership, IClusterWriter writer) : IReconciler<string>
{
    /// <summary>Holds a group until its nodes are released.</summary>
    public const string Finalizer = "apps.kubeedge.io/nodegroup-controller";

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (membership.Group(key) is not { } group)
            return ReconcileResult.Done;

        var held = group.Finalizers.Contains(Finalizer);
        if (!group.Meta.IsBeingDeleted && !held)
            await WriteFinalizersAsync(group, [.. group.Finalizers, Finalizer], cancellationToken);
        else if (group.Meta.IsBeingDeleted && held && !membership.NodesOf(group).Any(node => node.Group == group.Name))
            await WriteFinalizersAsync(group, group.Finalizers.Where(finalizer => finalizer != Finalizer), cancellationToken);
        else if (StatusOf(group) is { } status && !status.SequenceEqual(group.NodeStatuses))
            await WriteStatusAsync(group, status, cancellationToken);

        // What was written comes back as a change, and what is left to do is done then.
        return ReconcileResult.Done;
    }

    /// <summary>Null while a node's label is not as decided yet: what is said here has happened, and the change of the label asks again.</summary>
    private List<NodeGroupNodeStatus>? StatusOf(NodeGroup group)
    {
        var entries = new List<NodeGroupNodeStatus>();
        foreach (var node in membership.NodesOf(group).Where(node => Membership.Selects(group, node)))
        {
            var owner = membership.OwnerOf(node);
            if (owner != node.Group)
                return null;

            entries.Add(owner == group.Name
                ? new NodeGroupNodeStatus(node.Name, node.Ready, "Succeeded")
                : new NodeGroupNodeStatus(node.Name, node.Ready, "Failed", WhyNot(group, node, owner)));
        }

        entries.AddRange(group.Nodes
            .Where(name => membership.Node(name) is null)
            .Select(name => new NodeGroupNodeStatus(name, "Unknown", "Failed", "node does not exist")));
        entries.Sort((left, right) => string.CompareOrdinal(left.NodeName, right.NodeName));
        return entries;
    }

    private static string WhyNot(NodeGroup group, NodeFacts node, string? owner) =>
        owner is not null ? $"node {node.Name} has already belonged to NodeGroup {owner}"
        : group.Meta.IsBeingDeleted ? "the NodeGroup is being deleted"
        : $"the name '{group.Name}' cannot be the value of a label: make the group anew with a name of at most 63 characters";

    private Task WriteFinalizersAsync(NodeGroup group, IEnumerable<string> finalizers, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]) } };
        return writer.MergeAsync(NodeGroup.Collection, new ObjectKey("", group.Name), group.Meta.Revision, patch, "", cancellationToken);
    }

    private Task WriteStatusAsync(NodeGroup group, List<NodeGroupNodeStatus> status, CancellationToken cancellationToken)
    {
        var entries = new JsonArray([.. status.Select(entry =>
        {
            var json = new JsonObject
            {
                ["nodeName"] = entry.NodeName,
                ["readyStatus"] = entry.ReadyStatus,
                ["selectionStatus"] = entry.SelectionStatus,
            };
            if (entry.SelectionStatusReason.Length > 0)
                json["selectionStatusReason"] = entry.SelectionStatusReason;
            return (JsonNode)json;
        })]);
        var patch = new JsonObject { ["status"] = new JsonObject { ["nodeStatuses"] = entries } };
        return writer.MergeAsync(NodeGroup.Collection, new ObjectKey("", group.Name), group.Meta.Revision, patch, "status", cancellationToken);
    }
}
