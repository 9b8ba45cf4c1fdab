using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>The pod of a DaemonSet for one node: bound to it by affinity, and bearing with what ails a node.</summary>
internal static class DaemonPod
{
    private static readonly (string Key, string Effect)[] s_tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"),
        ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"),
        ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    public static JsonObject For(JsonObject set, JsonObject node, string hash)
    {
        var pod = PodTemplate.Pod(set);
        pod.Meta()["generateName"] = set.Obj("metadata").Str("name") + "-";
        pod.Meta().Ensure("labels")["controller-revision-hash"] = hash;
        pod.Meta().Ensure("labels")["pod-template-generation"] = (set.Obj("metadata").Int("generation") ?? 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var spec = pod.Ensure("spec");
        var required = spec.Ensure("affinity").Ensure("nodeAffinity").Ensure("requiredDuringSchedulingIgnoredDuringExecution");
        if (required.Arr("nodeSelectorTerms") is not { Count: > 0 } terms)
            required["nodeSelectorTerms"] = terms = new JsonArray(new JsonObject());
        foreach (var term in terms.OfType<JsonObject>())
        {
            term["matchFields"] = new JsonArray(new JsonObject
            {
                ["key"] = "metadata.name",
                ["operator"] = "In",
                ["values"] = new JsonArray(node.Obj("metadata").Str("name")),
            });
        }

        if (spec.Arr("tolerations") is not { } tolerations)
            spec["tolerations"] = tolerations = [];
        foreach (var (key, effect) in s_tolerated)
            tolerations.Add(new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = effect });
        return pod;
    }

    /// <summary>The node that the pod is on or meant for.</summary>
    public static string NodeOf(JsonObject pod) => PodState.NodeName(pod) is { Length: > 0 } bound
        ? bound
        : pod.Obj("spec").Obj("affinity").Obj("nodeAffinity").Obj("requiredDuringSchedulingIgnoredDuringExecution").Objs("nodeSelectorTerms")
            .SelectMany(term => term.Objs("matchFields")).SelectMany(field => field.Strs("values")).FirstOrDefault() ?? "";
}
