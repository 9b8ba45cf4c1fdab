using System.Text.Json;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Finds the targets that a scope means, given the NodeGroups there are.</summary>
internal sealed partial class TargetPlanner(IReadOnlyList<NodeGroup> groups, List<RenderFault> faults)
{
    private readonly Dictionary<string, NodeGroup> _groups = groups.ToDictionary(group => group.Name);
    private readonly Dictionary<string, TargetPlan> _byName = [];
    private readonly List<TargetPlan> _plans = [];

    /// <summary>The targets in order; their names differ. What leaves open which targets there are is a fault of the whole application.</summary>
    public List<TargetPlan> Plan(EdgeApplication app)
    {
        // Groups that are named come first in the list of targets: a selector takes only those that nobody names.
        foreach (var entry in app.Targets)
        {
            if (entry.Kind == TargetKind.NodeGroup) PlanGroup(entry);
            else if (entry.Kind == TargetKind.NodeGroupLabels) PlanGroups(entry);
            else PlanNodes(entry);
        }
        return _plans;
    }

    private void PlanGroup(EdgeApplicationTarget entry)
    {
        if (entry.Name.Length == 0)
        {
            faults.Add(new RenderFault($"{entry.Place}.name", "is missing: name a NodeGroup"));
            return;
        }
        var plan = Add(new TargetPlan(entry.Name, entry, _groups.GetValueOrDefault(entry.Name), Selector: null));
        if (!LabelValue().IsMatch(entry.Name))
            plan.Faults.Add(new RenderFault($"{entry.Place}.name", $"'{entry.Name}' cannot be the name of a NodeGroup: its nodes carry it as a label's value, which has at most 63 letters, digits, '-', '_' and '.'"));
        else if (plan.Group is null)
            plan.Notices.Add(new RenderFault($"{entry.Place}.name", $"there is no NodeGroup '{entry.Name}' yet: its pods wait for its nodes"));
        else if (plan.Group.Meta.IsBeingDeleted)
            plan.Notices.Add(new RenderFault($"{entry.Place}.name", $"the NodeGroup '{entry.Name}' is being deleted: take it out of the application"));
    }

    private void PlanGroups(EdgeApplicationTarget entry)
    {
        if (Selector(entry) is not { } selector) return;
        var chosen = groups
            .Where(group => !group.Meta.IsBeingDeleted && selector.Matches(group.Labels) && !_byName.ContainsKey(group.Name))
            .OrderBy(group => group.Name, StringComparer.Ordinal);
        foreach (var group in chosen.ToList()) Add(new TargetPlan(group.Name, entry, group, Selector: null));
    }

    private void PlanNodes(EdgeApplicationTarget entry)
    {
        if (Selector(entry) is not { } selector) return;
        if (selector.IsEmpty)
            faults.Add(new RenderFault($"{entry.Place}.labelSelector", "selects every node: name the labels that the nodes must have"));
        else
        {
            var selection = NodeSelection.Of(selector, entry.LabelSelector);
            Add(new TargetPlan(selection.Name, entry, Group: null, selection));
        }
    }

    private LabelSelector? Selector(EdgeApplicationTarget entry)
    {
        if (entry.LabelSelector.ValueKind == JsonValueKind.Undefined)
        {
            faults.Add(new RenderFault($"{entry.Place}.labelSelector", "is missing"));
            return null;
        }
        try
        {
            return LabelSelector.FromJson(entry.LabelSelector);
        }
        catch (SelectorException e)
        {
            faults.Add(new RenderFault($"{entry.Place}.labelSelector", e.Message));
            return null;
        }
    }

    /// <summary>A target that is there twice has two meanings: it is stopped, and stays one.</summary>
    private TargetPlan Add(TargetPlan plan)
    {
        if (_byName.TryGetValue(plan.Name, out var first))
        {
            first.Faults.Add(new RenderFault(plan.Entry.Place, $"is '{plan.Name}' again, which {first.Entry.Place} is already: take one of them out"));
            return first;
        }
        _byName.Add(plan.Name, plan);
        _plans.Add(plan);
        return plan;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex LabelValue();
}
