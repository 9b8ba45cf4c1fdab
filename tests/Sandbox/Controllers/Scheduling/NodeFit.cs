using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Scheduling;

/// <summary>Whether a pod may go on a node: its selector, its required affinity, the node's taints.</summary>
internal static class NodeFit
{
    public static bool Fits(JsonObject pod, JsonObject node) => Refusal(pod, node) is null;

    /// <summary>Why the pod may not go on the node, in the scheduler's words; null where it may.</summary>
    public static string? Refusal(JsonObject pod, JsonObject node)
    {
        var spec = pod.Obj("spec");
        if (!SelectorMatches(spec, node))
            return "node(s) didn't match Pod's node affinity/selector";

        var taint = Taints(node).FirstOrDefault(taint => taint.Str("effect") is "NoSchedule" or "NoExecute" && !Tolerated(spec, taint));
        return taint is null ? null
            : taint.Str("key") == "node.kubernetes.io/unschedulable" ? "node(s) were unschedulable"
            : $"node(s) had untolerated taint {{{taint.Str("key")}: {taint.Str("value")}}}";
    }

    /// <summary>Whether nothing that decides this has changed between two states of a node.</summary>
    public static bool Same(JsonObject? before, JsonObject? after) => before is not null && after is not null
        && JsonNode.DeepEquals(before.Obj("metadata")?["labels"], after.Obj("metadata")?["labels"])
        && JsonNode.DeepEquals(before.Obj("spec")?["taints"], after.Obj("spec")?["taints"])
        && before.Obj("spec").Bool("unschedulable") == after.Obj("spec").Bool("unschedulable");

    private static bool SelectorMatches(JsonObject? spec, JsonObject node)
    {
        var labels = node.Obj("metadata").Obj("labels");
        foreach (var (key, value) in spec.Obj("nodeSelector") ?? [])
        {
            if (labels is null || !labels.ContainsKey(key) || labels.Str(key) != value!.GetValue<string>())
                return false;
        }

        var required = spec.Obj("affinity").Obj("nodeAffinity").Obj("requiredDuringSchedulingIgnoredDuringExecution");
        return required is null || required.Objs("nodeSelectorTerms").Any(term => TermMatches(term, node));
    }

    /// <summary>All of its expressions; a term without any matches nothing.</summary>
    private static bool TermMatches(JsonObject term, JsonObject node)
    {
        var labels = node.Obj("metadata").Obj("labels");
        var (expressions, fields) = (term.Objs("matchExpressions").ToList(), term.Objs("matchFields").ToList());
        return expressions.Count + fields.Count > 0
            && expressions.All(expression => Matches(expression, labels is not null && labels.ContainsKey(expression.Str("key")) ? labels.Str(expression.Str("key")) : null))
            && fields.All(field => Matches(field, field.Str("key") == "metadata.name" ? node.Obj("metadata").Str("name") : null));
    }

    private static bool Matches(JsonObject expression, string? value) => expression.Str("operator") switch
    {
        "In" => value is not null && expression.Strs("values").Contains(value),
        "NotIn" => value is null || !expression.Strs("values").Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(expression, value) > 0,
        "Lt" => Compare(expression, value) < 0,
        _ => false,
    };

    /// <summary>The sign of value minus bound; 0, which is neither more nor less, where one of them is no number.</summary>
    private static int Compare(JsonObject expression, string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(expression.Strs("values").FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)
            ? number.CompareTo(bound)
            : 0;

    private static IEnumerable<JsonObject> Taints(JsonObject node)
    {
        var taints = node.Obj("spec").Objs("taints");
        return node.Obj("spec").Bool("unschedulable")
            ? taints.Append(new JsonObject { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" })
            : taints;
    }

    private static bool Tolerated(JsonObject? spec, JsonObject taint) => spec.Objs("tolerations").Any(toleration =>
        (toleration.Str("effect").Length == 0 || toleration.Str("effect") == taint.Str("effect"))
        && (toleration.Str("key").Length == 0 ? toleration.Str("operator") == "Exists" : toleration.Str("key") == taint.Str("key"))
        && (toleration.Str("operator") == "Exists" || toleration.Str("value") == taint.Str("value")));
}
