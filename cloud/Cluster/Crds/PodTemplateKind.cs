using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>One entry of an EdgeApplication's <c>spec.workloadTemplate.podTemplates</c>: a custom kind that has a pod template.</summary>
/// <param name="ApiVersion"><c>apiVersion</c>, for example <c>apps.kruise.io/v1alpha1</c>.</param>
/// <param name="Kind"><c>kind</c>, for example <c>CloneSet</c>.</param>
/// <param name="Path"><c>path</c>: the pod template's place as a JSON pointer, for example <c>/spec/template</c>.</param>
/// <param name="ReplicasPath"><c>replicasPath</c>: where the number of replicas stands; null where the entry does not say.</param>
public sealed record PodTemplateKind(string ApiVersion, string Kind, string Path, string? ReplicasPath = null)
{
    internal static PodTemplateKind Parse(JsonElement entry) => new(
        Text(entry, "apiVersion") ?? "", Text(entry, "kind") ?? "", Text(entry, "path") ?? "", Text(entry, "replicasPath"));

    private static string? Text(JsonElement entry, string field) =>
        EdgeApplication.Member(entry, field) is { ValueKind: not JsonValueKind.Undefined } value ? value.GetString() : null;
}
