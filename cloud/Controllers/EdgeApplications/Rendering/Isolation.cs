using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>
/// Keeps the pods of two targets apart. Their workloads come from one manifest, so that their selectors would be the same and each would count
/// (an autoscaler), or take over (an orphan), the other's pods. The target's label goes into the pods' labels and into the workload's selector.
/// </summary>
/// <remarks>
/// A selector is immutable, so that its label is a birthmark: an object that KubeEdge made keeps its own. A Job's selector is made by the
/// server, and stays alone unless it is written by hand. A kind that only the application declares is given the label where its selector has the
/// form of a Deployment's and selects the template's labels.
/// </remarks>
internal static class Isolation
{
    /// <summary>Marks pods and selector; returns the places of the latter.</summary>
    /// <exception cref="CannotRenderException">The manifest is not of the shape that its kind has.</exception>
    public static IReadOnlyList<string> Apply(EdgeApplication app, TargetPlan target, Manifest manifest, JsonObject body)
    {
        var labels = Placement.PodTemplate(manifest, body).Object("metadata").Object("labels");
        var declares = labels.ToDictionary(label => label.Key, label => labels.Text(label.Key));
        labels[target.Label.Key] = target.Label.Value;
        labels[ChildLabels.Application] = ChildLabels.Value(app.Name);

        var path = manifest.Shape.PodTemplatePath!;
        if (path.Length == 0) return [];
        var pointer = JsonPointer.TryParse(path)!;
        if (pointer.Parent(body) is not JsonObject workload || workload["selector"] is not JsonObject selector || !Owns(manifest, workload, selector, declares)) return [];
        selector.Object("matchLabels")[target.Label.Key] = target.Label.Value;
        return [$"{path[..path.LastIndexOf('/')]}/selector/matchLabels/{target.Label.Key.Replace("/", "~1", StringComparison.Ordinal)}"];
    }

    private static bool Owns(Manifest manifest, JsonObject workload, JsonObject selector, Dictionary<string, string?> templateLabels)
    {
        if (manifest.ApiVersion == "batch/v1") return workload["manualSelector"] is JsonValue manual && manual.TryGetValue<bool>(out var set) && set;
        return !manifest.Shape.IsDeclared
            || (selector["matchLabels"] is JsonObject { Count: > 0 } labels
                && labels.All(label => templateLabels.TryGetValue(label.Key, out var value) && value == labels.Text(label.Key)));
    }
}
