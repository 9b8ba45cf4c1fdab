using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>One entry of a NodeGroup's <c>status.conditions</c>, as every Kubernetes condition.</summary>
/// <param name="Type"><c>type</c>, for example <c>Ready</c>.</param>
/// <param name="Status"><c>status</c>: <c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="ObservedGeneration"><c>observedGeneration</c>: the generation of the spec that this speaks of.</param>
/// <param name="Reason"><c>reason</c>: one CamelCase word.</param>
/// <param name="Message"><c>message</c>: for a person.</param>
/// <param name="LastTransitionTime"><c>lastTransitionTime</c>: when the status changed last, RFC 3339.</param>
public sealed record NodeGroupCondition(string Type, string Status, long ObservedGeneration, string Reason, string Message, string LastTransitionTime)
{
    internal static NodeGroupCondition Parse(JsonElement condition) => new(
        Text(condition, "type"),
        Text(condition, "status"),
        condition.TryGetProperty("observedGeneration", out var generation) && generation.TryGetInt64(out var number) ? number : 0,
        Text(condition, "reason"),
        Text(condition, "message"),
        Text(condition, "lastTransitionTime"));

    private static string Text(JsonElement condition, string field) => condition.TryGetProperty(field, out var value) ? value.GetString() ?? "" : "";
}
