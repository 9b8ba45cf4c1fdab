using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>How one object stands against what is wanted of it.</summary>
/// <param name="Desired">What is wanted.</param>
/// <param name="Live">What is; null where it is absent or not known yet.</param>
/// <param name="Step">What to do.</param>
/// <param name="Health">How it does.</param>
internal sealed record Assessment(DesiredObject Desired, RawObject? Live, Step Step, ObjectHealth Health)
{
    /// <summary>What is applied.</summary>
    public required DesiredObject.Form Form { get; init; }

    /// <summary>Why nothing can be done about it; empty where something can, or need not.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Where it was changed, and to what.</summary>
    public Drift? Drift { get; init; }

    /// <summary>When to look again though nothing changes; null: not before something does.</summary>
    public TimeSpan? Again { get; init; }

    /// <summary>Whether it is as it was applied.</summary>
    public bool IsInSync => Step == Step.None && Problem.Length == 0;

    /// <summary>Whether it is as wanted, and does what it is there for.</summary>
    public bool IsAvailable => IsInSync && Health.State == HealthState.Available;
}
