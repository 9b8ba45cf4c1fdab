using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;

/// <summary>
/// Which steps may be taken now. Group by group, a target is brought to a new version only when every one before it is available at that
/// version; one that is stopped by a fault of its own holds up nobody. What was there before and is gone, or was changed by somebody, is mended
/// at any time. Paused, nothing is written at all.
/// </summary>
internal static class RolloutGate
{
    /// <param name="strategy">What the application says.</param>
    /// <param name="targets">What is made once, then the targets in their order.</param>
    /// <param name="known">The objects that were there before.</param>
    public static RolloutDecision Decide(RolloutStrategy strategy, IReadOnlyList<AssessedTarget> targets, IReadOnlySet<ChildKey> known)
    {
        var wanted = targets.SelectMany(target => target.Objects).Where(found => found.Step != Step.None).ToList();
        if (strategy.Paused)
            return new RolloutDecision([], "", wanted.Count > 0, IsLast: false);
        if (strategy.Type == RolloutType.AllAtOnce)
            return new RolloutDecision(wanted, "", IsHeldBack: false, IsLast: true);

        var admitted = new List<Assessment>();
        var held = false;
        string? waitsFor = null;
        foreach (var target in targets)
        {
            var steps = target.Objects.Where(found => found.Step != Step.None).ToList();
            var may = waitsFor is null ? steps : steps.Where(step => IsRepair(step, known)).ToList();
            admitted.AddRange(may);
            held |= may.Count < steps.Count;
            // What is made once need only be there: a claim may wait for the first pod of a target to be bound.
            var passed = target.Planned.IsShared ? target.IsInSync : target.IsStopped || target.IsAvailable;
            if (!passed)
                waitsFor ??= NameOf(target);
        }

        return new RolloutDecision(admitted, held ? waitsFor! : "", held, IsLast: waitsFor is null);
    }

    /// <summary>How <see cref="RolloutDecision.WaitsFor"/> calls a target.</summary>
    public static string NameOf(AssessedTarget target) => target.Planned.IsShared ? "what all targets share" : target.Planned.Name;

    private static bool IsRepair(Assessment step, IReadOnlySet<ChildKey> known) =>
        step.Step == Step.Correct || (step.Step == Step.Create && known.Contains(step.Desired.Child));
}
