namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Where a kind keeps what placing and scaling change.</summary>
/// <param name="PodTemplatePath">The pod template as a JSON pointer; empty where the object is the pod itself, null where there is none.</param>
/// <param name="ReplicasPath">The number of replicas as a JSON pointer; null where the kind has none.</param>
/// <param name="IsDeclared">Whether the application declares it, so that we do not know the kind.</param>
internal sealed record WorkloadShape(string? PodTemplatePath = null, string? ReplicasPath = null, bool IsDeclared = false)
{
    /// <summary>Neither.</summary>
    public static WorkloadShape None { get; } = new();
}
