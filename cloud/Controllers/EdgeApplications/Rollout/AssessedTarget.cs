using System.Collections.Frozen;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;

/// <summary>How one target stands.</summary>
internal sealed record AssessedTarget(PlannedTarget Planned, IReadOnlyList<Assessment> Objects)
{
    /// <summary>The objects that stay as they are until somebody mends something: the API server refuses them, or one that the rollout waits for.</summary>
    public IReadOnlySet<ChildKey> Barred { get; init; } = FrozenSet<ChildKey>.Empty;

    /// <summary>Whether nothing of it is to be changed, because somebody has to mend something first.</summary>
    public bool IsStopped => Planned.Faults.Count > 0;

    /// <summary>Whether everything is there as it is wanted.</summary>
    public bool IsInSync => !IsStopped && Planned.Problems.Count == 0 && Objects.All(found => found.IsInSync);

    /// <summary>Whether everything is there as it is wanted, and available as such.</summary>
    public bool IsAvailable => IsInSync && Objects.All(found => found.IsAvailable);

    /// <summary>Whether it is known what became of the application here: its objects at their own generation, or what stops them.</summary>
    public bool IsObserved => IsStopped
        || (Planned.Problems.Count == 0 && Objects.All(found => Barred.Contains(found.Desired.Child) || (found.IsInSync && found.Health.IsObserved)));
}
