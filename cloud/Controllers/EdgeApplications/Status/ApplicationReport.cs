using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;

/// <summary>What a look at an application found.</summary>
/// <param name="Shared">What is made once.</param>
/// <param name="Targets">The targets, in their order.</param>
/// <param name="Faults">What stops the application as a whole.</param>
/// <param name="Errors">Requests that failed.</param>
/// <param name="SharedFailures">Those of them that are about what is made once.</param>
/// <param name="Known">The objects that were there before this look.</param>
/// <param name="WaitsFor">The target that the rollout waits for; empty where it waits for none.</param>
/// <param name="IsPaused">Whether steps are held back because the rollout is paused.</param>
internal sealed record ApplicationReport(
    AssessedTarget Shared, IReadOnlyList<TargetReport> Targets, IReadOnlyList<string> Faults, IReadOnlyList<string> Errors,
    IReadOnlyList<Failure> SharedFailures, IReadOnlySet<ChildKey> Known, string WaitsFor, bool IsPaused)
{
    /// <summary>Every object that was made, in the order of manifests, then of targets; also one that has gone again and is to come back.</summary>
    public IEnumerable<Assessment> Objects => Shared.Objects.Concat(Targets.SelectMany(target => target.Target.Objects))
        .Where(found => found.Live is not null || Known.Contains(found.Desired.Child))
        .OrderBy(found => found.Desired.Ordinal);

    /// <summary>Whether it is known of every target what became of this generation.</summary>
    public bool IsObserved => Faults.Count > 0 || (Shared.IsObserved && Targets.All(target => target.Target.IsObserved));

    /// <summary>Whether everything is as it is wanted.</summary>
    public bool IsApplied => Faults.Count == 0 && Shared.IsInSync && Targets.All(target => target.Target.IsInSync);

    /// <summary>Whether everything does what it is there for. An application without a target runs nowhere: a selector that fits no group is no success.</summary>
    public bool IsAvailable => IsApplied && Shared.IsAvailable && Targets.Count > 0 && Targets.All(target => target.Health == TargetHealth.Available);
}
