namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>What is to be made for one target, or once for all of them.</summary>
/// <param name="Name">The target's name; empty for what is made once.</param>
/// <param name="NodeGroup">The NodeGroup's name; null for a selector of nodes and for what is made once.</param>
/// <param name="Label">The label that tells its objects; default for what is made once.</param>
/// <param name="Objects">In the order of their manifests.</param>
/// <param name="Faults">What stops the whole target: its objects stay as they are.</param>
/// <param name="Problems">What stops single objects of it, which are not among <paramref name="Objects"/>: a kind that the cluster does not serve.</param>
/// <param name="Notices">What does not stop it but should be known.</param>
internal sealed record PlannedTarget(
    string Name, string? NodeGroup, KeyValuePair<string, string> Label, IReadOnlyList<DesiredObject> Objects, IReadOnlyList<string> Faults,
    IReadOnlyList<string> Problems, IReadOnlyList<string> Notices)
{
    public bool IsShared => Name.Length == 0;
}
