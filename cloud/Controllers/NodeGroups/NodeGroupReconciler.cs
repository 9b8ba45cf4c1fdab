using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Keeps one group's finalizer and status: a group in deletion stays until no node carries its label.</summary>
internal sealed class NodeGroupReconciler(Membership membership, IClusterWriter writer, IEventRecorder events, TimeProvider time) : IReconciler<string>
{
    /// <summary>Holds a group until its nodes are released.</summary>
    public const string Finalizer = "apps.kubeedge.io/nodegroup-controller";

    private readonly StatusReport _report = new(membership, time);
    private readonly StatusNews _news = new(events);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (membership.Group(key) is not { } group)
            return ReconcileResult.Done;

        var held = group.Finalizers.Contains(Finalizer);
        if (!group.Meta.IsBeingDeleted && !held && Membership.CanOwn(group))
        {
            await WriteFinalizersAsync(group, [.. group.Finalizers, Finalizer], cancellationToken);
        }
        else if (group.Meta.IsBeingDeleted)
        {
            if (held && !membership.NodesOf(group).Any(node => node.Group == group.Name))
                await WriteFinalizersAsync(group, group.Finalizers.Where(finalizer => finalizer != Finalizer), cancellationToken);
        }
        else if (_report.Of(group) is { } status && !status.SaysTheSame(group.Status))
        {
            await writer.MergeAsync(
                NodeGroup.Collection, new ObjectKey("", group.Name), group.Meta.Revision, StatusReport.ToPatch(status), "status", cancellationToken);
            _news.Tell(group, group.Status, status);
        }

        // What was written comes back as a change, and what is left to do is done then.
        return ReconcileResult.Done;
    }

    private Task WriteFinalizersAsync(NodeGroup group, IEnumerable<string> finalizers, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]) } };
        return writer.MergeAsync(NodeGroup.Collection, new ObjectKey("", group.Name), group.Meta.Revision, patch, "", cancellationToken);
    }
}
