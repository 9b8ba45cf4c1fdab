using System.Globalization;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>
/// The kinds that keep pods. Available means: their controller has seen this generation, every pod that is wanted is of this generation's
/// template and available, and none of an older one is left.
/// </summary>
internal static class WorkloadHealth
{
    private static readonly ObjectHealth Unseen = ObjectHealth.Progressing("its controller has not seen this generation yet") with { IsObserved = false };

    public static ObjectHealth OfDeployment(LiveObject live)
    {
        var counts = ReplicaReading.OfReplicas(live, "updatedReplicas", "availableReplicas");
        if (IsUnseen(live))
            return Unseen with { Counts = counts };
        if (live.Find("Progressing") is { Reason: "ProgressDeadlineExceeded" } stuck)
            return ObjectHealth.Failed(stuck.Words) with { Counts = counts };
        if (live.Find("ReplicaFailure") is { IsTrue: true } failure)
            return ObjectHealth.Failed(failure.Words) with { Counts = counts };

        var total = LiveObject.Number(live.Status, "replicas") ?? 0;
        return Rolled(counts, total, live.Find("Available") is { IsTrue: false } unavailable ? unavailable.Words : "");
    }

    public static ObjectHealth OfStatefulSet(LiveObject live)
    {
        var counts = ReplicaReading.OfReplicas(live, "updatedReplicas", "availableReplicas");
        if (IsUnseen(live))
            return Unseen with { Counts = counts };

        var total = LiveObject.Number(live.Status, "replicas") ?? 0;
        if (LiveObject.Text(LiveObject.Member(live.Spec, "updateStrategy"), "type") == "OnDelete")
            return Rolled(counts with { Updated = counts.Desired }, total, "") with { Counts = counts };

        // Pods below the partition stay at the old template on purpose.
        var partition = LiveObject.Number(LiveObject.At(live.Spec, "updateStrategy", "rollingUpdate"), "partition") ?? 0;
        var revisions = (Current: LiveObject.Text(live.Status, "currentRevision"), Update: LiveObject.Text(live.Status, "updateRevision"));
        var updated = revisions.Current == revisions.Update ? counts.Desired : counts.Updated + Math.Min(partition, counts.Desired);
        return Rolled(counts with { Updated = updated }, total, "") with { Counts = counts };
    }

    public static ObjectHealth OfDaemonSet(LiveObject live)
    {
        var counts = new ReplicaCounts(
            LiveObject.Number(live.Status, "desiredNumberScheduled") ?? 0,
            LiveObject.Number(live.Status, "updatedNumberScheduled") ?? 0,
            LiveObject.Number(live.Status, "numberReady") ?? 0,
            LiveObject.Number(live.Status, "numberAvailable") ?? 0);
        if (IsUnseen(live))
            return Unseen with { Counts = counts };

        var onDelete = LiveObject.Text(LiveObject.Member(live.Spec, "updateStrategy"), "type") == "OnDelete";
        return Rolled(onDelete ? counts with { Updated = counts.Desired } : counts, counts.Desired, "") with { Counts = counts };
    }

    public static ObjectHealth OfReplicaSet(LiveObject live)
    {
        var counts = ReplicaReading.OfReplicas(live, "replicas", "availableReplicas");
        if (IsUnseen(live))
            return Unseen with { Counts = counts };
        if (live.Find("ReplicaFailure") is { IsTrue: true } failure)
            return ObjectHealth.Failed(failure.Words) with { Counts = counts };
        return Rolled(counts, LiveObject.Number(live.Status, "replicas") ?? 0, "");
    }

    public static ObjectHealth OfJob(LiveObject live)
    {
        var succeeded = LiveObject.Number(live.Status, "succeeded") ?? 0;
        var active = LiveObject.Number(live.Status, "active") ?? 0;
        var desired = LiveObject.Number(live.Spec, "completions") ?? LiveObject.Number(live.Spec, "parallelism") ?? 1;
        var counts = new ReplicaCounts(desired, active + succeeded, (LiveObject.Number(live.Status, "ready") ?? 0) + succeeded, succeeded);
        if (live.Find("Failed") is { IsTrue: true } failed)
            return ObjectHealth.Failed(failed.Words) with { Counts = counts };
        if (live.Find("Complete") is { IsTrue: true })
            return ObjectHealth.Available with { Counts = counts };
        if (live.Find("Suspended") is { IsTrue: true })
            return ObjectHealth.Progressing("the job is suspended") with { Counts = counts };
        return ObjectHealth.Progressing(string.Create(CultureInfo.InvariantCulture, $"{succeeded} of {desired} pods have completed")) with { Counts = counts };
    }

    private static bool IsUnseen(LiveObject live) => live.ObservedGeneration is not { } observed || observed < live.Generation;

    private static ObjectHealth Rolled(ReplicaCounts counts, long total, string unavailable)
    {
        var (desired, updated, _, available) = counts;
        var message =
            updated < desired ? string.Create(CultureInfo.InvariantCulture, $"{updated} of {desired} pods are of this version")
            : total > desired ? string.Create(CultureInfo.InvariantCulture, $"{total - desired} pods are still to end")
            : available < desired ? string.Create(CultureInfo.InvariantCulture, $"{available} of {desired} pods are available")
            : unavailable;
        return (message.Length == 0 ? ObjectHealth.Available : ObjectHealth.Progressing(message)) with { Counts = counts };
    }
}
