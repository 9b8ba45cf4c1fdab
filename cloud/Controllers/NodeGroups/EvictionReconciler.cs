using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>
/// Evicts a pod that asks for a group from a node that is not in it. That the node has left is not remembered anywhere: it is seen from the pod and
/// the node, so a restart forgets nothing. While the node's label is not yet as decided, nobody is evicted: somebody may have taken it off by hand.
/// </summary>
internal sealed class EvictionReconciler(Membership membership, PodsOfGroups pods, IPodEvictions evictions, IEventRecorder events, TimeSpan patience)
    : IReconciler<ObjectKey>
{
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (pods.Get(key) is not { } pod || membership.Node(pod.Node) is not { } node)
            return ReconcileResult.Done;
        if (!pod.Demand.Excludes(node.Group) || membership.OwnerOf(node) != node.Group)
            return ReconcileResult.Done;

        var eviction = await EvictAsync(pod, node, cancellationToken);
        switch (eviction.Outcome)
        {
            case EvictionOutcome.Accepted:
                Tell(pod, node, EventType.Normal, "PodEvicted", $"Evicted pod {key} from node {node.Name}, {Why(pod)}");
                return ReconcileResult.Done;
            case EvictionOutcome.Blocked:
                Tell(
                    pod, node, EventType.Warning, "EvictionBlocked",
                    $"Pod {key} stays on node {node.Name} for now, {Why(pod)}: {eviction.Reason}");
                return Again(eviction);
            case EvictionOutcome.Busy:
                return Again(eviction);
            default:
                return ReconcileResult.Done;
        }
    }

    private ReconcileResult Again(Eviction eviction) => new(eviction.RetryAfter > patience ? eviction.RetryAfter : patience);

    private async Task<Eviction> EvictAsync(GroupPod pod, NodeFacts node, CancellationToken cancellationToken)
    {
        try
        {
            return await evictions.EvictAsync(pod.Key, pod.Uid, cancellationToken);
        }
        catch (StatusException e)
        {
            // For example a pod that two budgets select: nobody can evict it, and only a person can mend that.
            Tell(pod, node, EventType.Warning, "EvictionFailed", $"Pod {pod.Key} could not be evicted from node {node.Name}, {Why(pod)}: {e.Message}");
            throw;
        }
    }

    private static string Why(GroupPod pod) => $"which is not in NodeGroup {string.Join(" or ", pod.Demand.Groups)}";

    private void Tell(GroupPod pod, NodeFacts node, EventType type, string reason, string note)
    {
        var group = pod.Demand.Groups.Select(membership.Group).FirstOrDefault(found => found is not null);
        events.Record(group?.Reference() ?? node.Reference, type, reason, "Evict", note, pod.Reference);
        if (type == EventType.Warning)
            events.Record(pod.Reference, type, reason, "Evict", note, node.Reference);
    }
}
