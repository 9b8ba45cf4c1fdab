using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Keeps one node labelled as <see cref="Membership.OwnerOf"/> says; once it is, its pods are looked at.</summary>
internal sealed class NodeReconciler(
    Membership membership, PodsOfGroups pods, WorkQueue<string> groups, WorkQueue<ObjectKey> evictions, IClusterWriter writer, IEventRecorder events, ILogger logger)
    : IReconciler<string>
{
    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (membership.Node(key) is not { } node)
            return ReconcileResult.Done;

        var owner = membership.OwnerOf(node);
        var current = Placement.Of(node);
        var wanted = Placement.In(owner is null ? null : membership.Group(owner), node);
        if (wanted != current)
        {
            await WriteAsync(node, wanted, current, cancellationToken);
        }
        else
        {
            foreach (var pod in pods.On(node.Name))
                evictions.Add(pod);
        }

        if (membership.SetRefusal(key, null))
            AddGroups(node);
        return ReconcileResult.Done;
    }

    private async Task WriteAsync(NodeFacts node, Placement wanted, Placement current, CancellationToken cancellationToken)
    {
        try
        {
            await writer.MergeAsync(NodeFacts.Collection, new ObjectKey("", node.Name), node.Revision, wanted.PatchFrom(current), "", cancellationToken);
        }
        catch (StatusException e) when (e.Status.Code is not (404 or 409))
        {
            if (membership.SetRefusal(node.Name, e.Message))
            {
                events.Record(node.Reference, EventType.Warning, "NotLabelled", "Label", $"Cannot label the node for NodeGroup {wanted.Group ?? current.Group}: {e.Message}");
                AddGroups(node);
            }

            throw;
        }

        if (wanted.Group is null && current.Group is not null)
            Log.NodeReleased(logger, node.Name, current.Group);
        else if (wanted.Group != current.Group)
            Log.NodeMoved(logger, node.Name, wanted.Group!, current.Group ?? "none");
        if (wanted.Record?.Former is { } former && current.Record is null)
        {
            events.Record(
                node.Reference, EventType.Normal, "ZoneReplaced", "Label",
                $"The zone {former} is replaced by {wanted.Zone} while the node belongs to that NodeGroup; it is put back afterwards");
        }
    }

    private void AddGroups(NodeFacts node)
    {
        foreach (var group in membership.GroupsAbout(node))
            groups.Add(group);
    }
}
