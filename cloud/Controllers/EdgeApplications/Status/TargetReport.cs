using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;

/// <summary>What a look at one target found.</summary>
internal sealed record TargetReport
{
    private TargetReport(AssessedTarget target) => Target = target;

    public AssessedTarget Target { get; }

    public ReplicaCounts Counts { get; private init; }

    public IReadOnlyList<string> Images { get; private init; } = [];

    public TargetHealth Health { get; private init; }

    /// <summary>Why it is not available; empty where it is.</summary>
    public string Message { get; private init; } = "";

    /// <summary>What went wrong; empty where nothing did.</summary>
    public string Error { get; private init; } = "";

    /// <param name="target">The target.</param>
    /// <param name="running">How the objects do that are there, also those of a target that is stopped.</param>
    /// <param name="errors">Requests of this target that failed.</param>
    /// <param name="isHeldBack">Whether its turn has not come.</param>
    /// <param name="waitsFor">The target whose turn it is; empty where the rollout is paused.</param>
    public static TargetReport Of(AssessedTarget target, IReadOnlyList<ObjectHealth> running, IReadOnlyList<string> errors, bool isHeldBack, string waitsFor)
    {
        string[] wrong = [.. target.Planned.Faults, .. target.Planned.Problems, .. target.Objects.Select(found => found.Problem).Where(problem => problem.Length > 0), .. errors];
        var runs = running.Count > 0 && running.All(health => health.State == HealthState.Available);
        var unknown = target.Objects.Count > 0 && target.Objects.All(found => found.Live is null && found.Problem.Length > 0);
        var trouble = running.FirstOrDefault(health => health.State == HealthState.Failed) ?? running.FirstOrDefault(health => health.State == HealthState.Progressing);
        var health =
            wrong.Length > 0 && runs ? TargetHealth.Degraded
            : trouble is { State: HealthState.Failed } ? TargetHealth.Failed
            : wrong.Length > 0 && (target.IsStopped || errors.Count > 0 || target.Planned.Problems.Count > 0) ? TargetHealth.Failed
            : unknown ? TargetHealth.Unknown
            : isHeldBack ? TargetHealth.Waiting
            : target.IsAvailable ? TargetHealth.Available
            : TargetHealth.Progressing;
        return new TargetReport(target)
        {
            Counts = running.Aggregate(default(ReplicaCounts), (sum, one) => sum + one.Counts),
            Images = [.. running.SelectMany(one => one.Images).Distinct()],
            Health = health,
            Error = wrong.Length > 0 ? string.Join("; ", wrong) : "",
            Message = health switch
            {
                TargetHealth.Available => string.Join("; ", target.Planned.Notices),
                TargetHealth.Waiting => waitsFor.Length > 0 ? $"waits until {waitsFor} is available" : "the rollout is paused",
                TargetHealth.Degraded => "the version before goes on running",
                _ => trouble?.Message ?? string.Join("; ", target.Planned.Notices),
            },
        };
    }
}
