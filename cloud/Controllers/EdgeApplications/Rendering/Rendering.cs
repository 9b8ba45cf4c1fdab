namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>
/// What an EdgeApplication means: the objects that should exist. The same application and groups give the same bytes.
/// </summary>
/// <param name="Targets">
/// In the order given: the groups that are named, then those chosen by their labels (by selector, then name), then the selectors of nodes. Their
/// names differ.
/// </param>
/// <param name="Shared">The objects that are made once, in the order of their manifests.</param>
/// <param name="Faults">
/// What leaves open which objects and which targets there are at all, for example a manifest without a kind. While there is one, nothing is to
/// be applied and nothing to be removed.
/// </param>
public sealed record Rendering(IReadOnlyList<RenderedTarget> Targets, IReadOnlyList<RenderedObject> Shared, IReadOnlyList<RenderFault> Faults)
{
    /// <summary>Whether there is no fault anywhere.</summary>
    public bool IsSound => Faults.Count == 0 && Targets.All(target => target.Faults.Count == 0);
}
