using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>A rendering, with every object's place in this cluster.</summary>
/// <param name="Shared">What is made once.</param>
/// <param name="Targets">In the order given.</param>
/// <param name="Faults">What leaves open what is wanted at all: nothing is applied and nothing removed.</param>
internal sealed record Plan(PlannedTarget Shared, IReadOnlyList<PlannedTarget> Targets, IReadOnlyList<string> Faults)
{
    /// <summary>What is made once, then the targets.</summary>
    public IEnumerable<PlannedTarget> All => [Shared, .. Targets];

    public IEnumerable<DesiredObject> Objects => All.SelectMany(target => target.Objects);

    public static Plan Of(EdgeApplication application, Rendering.Rendering rendering, Kinds kinds)
    {
        var taken = new HashSet<ChildKey>();
        var shared = new RenderedTarget { Name = "", NodeGroup = null, Place = "spec.workloadTemplate", Label = default, Objects = rendering.Shared };
        return new Plan(
            Place(application, shared, kinds, taken),
            [.. rendering.Targets.Select(target => Place(application, target, kinds, taken))],
            [.. rendering.Faults.Select(fault => fault.ToString())]);
    }

    private static PlannedTarget Place(EdgeApplication application, RenderedTarget target, Kinds kinds, HashSet<ChildKey> taken)
    {
        var objects = new List<DesiredObject>();
        var problems = new List<string>();
        foreach (var rendered in target.Objects)
        {
            var place = $"spec.workloadTemplate.manifests[{rendered.Ordinal}]";
            if (kinds.Find(rendered.ApiVersion, rendered.Kind) is not { } api)
                problems.Add($"{place}: the cluster serves no kind {rendered.Kind} of {rendered.ApiVersion}: install its CustomResourceDefinition, or correct the apiVersion");
            else if (new DesiredObject(application, rendered, api, target.Name) is var desired && taken.Add(desired.Child))
                objects.Add(desired);
            else
                problems.Add($"{place}: {desired.Child} is made by another manifest already: give one of them another name");
        }

        return new PlannedTarget(
            target.Name, target.NodeGroup, target.Label, objects, [.. target.Faults.Select(fault => fault.ToString())], problems,
            [.. target.Notices.Select(notice => notice.ToString())]);
    }
}
