namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Something that a person has to mend, or should know.</summary>
/// <param name="Place">Where, as a path into the EdgeApplication: <c>spec.workloadScope.targetNodeGroups[1].overriders.imageOverriders[0]</c>.</param>
/// <param name="Message">What is wrong there, and what would be right.</param>
public sealed record RenderFault(string Place, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Message}";
}
