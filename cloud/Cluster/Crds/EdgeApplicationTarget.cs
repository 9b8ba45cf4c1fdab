using System.Runtime.InteropServices;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>One entry of an EdgeApplication's <c>spec.workloadScope</c>.</summary>
/// <param name="Kind">Which list it stands in.</param>
/// <param name="Place">Where it stands, for messages: <c>spec.workloadScope.targetNodeGroups[1]</c>.</param>
/// <param name="Name"><c>name</c>, the NodeGroup's; empty where the entry selects by labels.</param>
/// <param name="LabelSelector"><c>labelSelector</c> as written; undefined where there is none.</param>
/// <param name="Overriders"><c>overriders</c> as written, UTF-8 JSON; empty where there are none.</param>
public sealed record EdgeApplicationTarget(TargetKind Kind, string Place, string Name, JsonElement LabelSelector, ReadOnlyMemory<byte> Overriders)
{
    internal static EdgeApplicationTarget Parse(JsonElement entry, TargetKind kind, string place) => new(
        kind,
        place,
        EdgeApplication.Member(entry, "name") is { ValueKind: not JsonValueKind.Undefined } name ? name.GetString()! : "",
        EdgeApplication.Member(entry, "labelSelector") is { ValueKind: not JsonValueKind.Undefined } selector ? selector.Clone() : default,
        EdgeApplication.Member(entry, "overriders") is { ValueKind: not JsonValueKind.Undefined } overriders
            ? JsonMarshal.GetRawUtf8Value(overriders).ToArray()
            : default);
}
