using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>A target whose place in the cluster is known, before anything is made for it.</summary>
/// <param name="Name">As in <see cref="RenderedTarget.Name"/>.</param>
/// <param name="Entry">The entry of the scope that it comes from.</param>
/// <param name="Group">The NodeGroup; null where it does not exist, or where the target is a selector of nodes.</param>
/// <param name="Selector">The selector of nodes; null where the target is a NodeGroup.</param>
internal sealed record TargetPlan(string Name, EdgeApplicationTarget Entry, NodeGroup? Group, NodeSelection? Selector)
{
    public List<RenderFault> Faults { get; } = [];

    public List<RenderFault> Notices { get; } = [];

    public bool IsNodeGroup => Selector is null;

    public KeyValuePair<string, string> Label => new(IsNodeGroup ? ChildLabels.NodeGroup : ChildLabels.NodeLabels, ChildLabels.Value(Name));
}
