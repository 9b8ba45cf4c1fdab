using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>What is decided by of a Node. A heartbeat changes none of it but the revision.</summary>
internal sealed record NodeFacts(string Name, string Uid, long Revision, IReadOnlyDictionary<string, string> Labels, string Ready, ZoneRecord? Zone)
{
    public static GroupVersionResource Collection { get; } = new("", "v1", "nodes");

    /// <summary>The group that the node's label names; null without one.</summary>
    public string? Group => Labels.GetValueOrDefault(Membership.Label);

    /// <summary>How Events name it.</summary>
    public ObjectReference Reference => new("v1", "Node", "", Name, Uid);

    /// <summary>Whether nothing differs that says where the node belongs or what it is labelled with.</summary>
    public bool IsPlacedAs(NodeFacts other) =>
        Zone == other.Zone
        && Labels.Count == other.Labels.Count && Labels.All(label => other.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    public static NodeFacts Parse(RawObject raw) => new(
        raw.Key.Name, raw.Uid, raw.Revision, RawJson.ReadLabels(raw.Json.Span), ReadReady(raw.Json), ZoneRecord.Read(RawJson.ReadAnnotations(raw.Json.Span)));

    /// <summary>As its own Ready condition says; Unknown without one, and when the cluster has lost sight of the node.</summary>
    private static string ReadReady(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("status", out var status) || !status.TryGetProperty("conditions", out var conditions))
            return "Unknown";

        foreach (var condition in conditions.EnumerateArray())
        {
            if (condition.GetProperty("type").ValueEquals("Ready"))
            {
                return condition.GetProperty("status").GetString() switch
                {
                    "True" => "Ready",
                    "False" => "NotReady",
                    _ => "Unknown",
                };
            }
        }

        return "Unknown";
    }
}
