using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>
/// Objects that are made for one target and select pods of the application select those of the same target only: the Service of a region
/// leads to that region's pods. A selector of other pods stays as it is.
/// </summary>
internal static class PodSelectors
{
    private static readonly Dictionary<(string ApiVersion, string Kind), string> Places = new()
    {
        [("v1", "Service")] = "/spec/selector",
        [("policy/v1", "PodDisruptionBudget")] = "/spec/selector/matchLabels",
        [("networking.k8s.io/v1", "NetworkPolicy")] = "/spec/podSelector/matchLabels",
    };

    public static void Narrow(IReadOnlyList<RenderedObject> objects, KeyValuePair<string, string> label)
    {
        foreach (var selecting in objects)
        {
            if (!Places.TryGetValue((selecting.ApiVersion, selecting.Kind), out var place)
                || !JsonPointer.TryParse(place)!.TryGet(selecting.Body, out var node)
                || node is not JsonObject { Count: > 0 } selector) continue;
            if (objects.Any(o => o.PodTemplatePath is not null && o.Namespace == selecting.Namespace && Selects(selector, o)))
                selector[label.Key] = label.Value;
        }
    }

    private static bool Selects(JsonObject selector, RenderedObject workload) =>
        JsonPointer.TryParse($"{workload.PodTemplatePath}/metadata/labels")!.TryGet(workload.Body, out var node) && node is JsonObject labels
        && selector.All(wanted => selector.Text(wanted.Key) is { } value && labels.Text(wanted.Key) == value);
}
