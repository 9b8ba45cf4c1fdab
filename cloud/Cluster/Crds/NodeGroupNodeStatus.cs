using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>One entry of a NodeGroup's <c>status.nodeStatuses</c>.</summary>
/// <param name="NodeName"><c>nodeName</c></param>
/// <param name="ReadyStatus"><c>Ready</c>, <c>NotReady</c> or <c>Unknown</c>.</param>
/// <param name="SelectionStatus"><c>Succeeded</c> or <c>Failed</c>.</param>
/// <param name="SelectionStatusReason">Why it failed; empty after a success.</param>
public sealed record NodeGroupNodeStatus(string NodeName, string ReadyStatus, string SelectionStatus, string SelectionStatusReason = "")
{
    internal static NodeGroupNodeStatus Parse(JsonElement entry) => new(
        Text(entry, "nodeName"), Text(entry, "readyStatus"), Text(entry, "selectionStatus"), Text(entry, "selectionStatusReason"));

    private static string Text(JsonElement entry, string field) => entry.TryGetProperty(field, out var value) ? value.GetString() ?? "" : "";
}
