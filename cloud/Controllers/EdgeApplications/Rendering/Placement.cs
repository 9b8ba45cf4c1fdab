using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Makes the pods of a workload run on the target's nodes and nowhere else. What the template itself asks of nodes holds as well.</summary>
internal static class Placement
{
    /// <summary>The label by which a node belongs to its NodeGroup.</summary>
    public const string BelongingTo = "apps.kubeedge.io/belonging-to";

    /// <exception cref="CannotRenderException">There is no pod template, or it contradicts the target.</exception>
    public static void Apply(TargetPlan target, Manifest manifest, JsonObject body)
    {
        var spec = PodTemplate(manifest, body).Object("spec");
        // A group is ours to name: a template that names another was written for one group only.
        if (target.Selector is not { } nodes) spec.Object("nodeSelector")[BelongingTo] = target.Name;
        else if (nodes.IsLabelsOnly) Select(spec.Object("nodeSelector"), nodes, target);
        else Require(spec, nodes);
    }

    /// <exception cref="CannotRenderException">There is none.</exception>
    public static JsonObject PodTemplate(Manifest manifest, JsonObject body) =>
        JsonPointer.TryParse(manifest.Shape.PodTemplatePath!)!.TryGet(body, out var node) && node is JsonObject template
            ? template
            : throw new CannotRenderException($"{manifest.Kind} '{manifest.Name}' has no pod template at {manifest.Shape.PodTemplatePath}");

    private static void Select(JsonObject nodeSelector, NodeSelection nodes, TargetPlan target)
    {
        foreach (var label in nodes.Requirements)
        {
            if (nodeSelector.Text(label.Key) is { } asked && asked != label.Values[0])
                throw new CannotRenderException($"the pod template's nodeSelector asks for {label.Key}={asked}, {target.Entry.Place} for {label}: no node has both");
            nodeSelector[label.Key] = label.Values[0];
        }
    }

    /// <summary>The terms are alternatives, so that the target's conditions have to go into each of them.</summary>
    private static void Require(JsonObject spec, NodeSelection nodes)
    {
        var terms = spec.Object("affinity").Object("nodeAffinity").Object("requiredDuringSchedulingIgnoredDuringExecution").List("nodeSelectorTerms");
        if (terms.Count == 0) terms.Add((JsonNode)new JsonObject { ["matchExpressions"] = Expressions(nodes) });
        // A term without conditions matches no node, and must not begin to.
        else foreach (var term in terms.OfType<JsonObject>().Where(term => term.Count > 0))
        {
            foreach (var expression in Expressions(nodes)) term.List("matchExpressions").Add(expression!.DeepClone());
        }
    }

    private static JsonArray Expressions(NodeSelection nodes) => [.. nodes.Requirements.Select(Expression)];

    private static JsonObject Expression(LabelRequirement requirement)
    {
        var expression = new JsonObject { ["key"] = requirement.Key, ["operator"] = requirement.Operator.ToString() };
        if (requirement.Values.Count > 0) expression["values"] = new JsonArray([.. requirement.Values.Select(value => (JsonNode)value)]);
        return expression;
    }
}
