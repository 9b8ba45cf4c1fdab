using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;

/// <summary>What may be done now.</summary>
/// <param name="Steps">The steps to take.</param>
/// <param name="WaitsFor">The target that has to become available before more is done; empty where none has to.</param>
/// <param name="IsHeldBack">Whether steps are left for later.</param>
/// <param name="IsLast">Whether every target has had its turn, so that what belongs to no target any more may go.</param>
internal sealed record RolloutDecision(IReadOnlyList<Assessment> Steps, string WaitsFor, bool IsHeldBack, bool IsLast);
