using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>An EdgeApplication's <c>spec.rolloutStrategy</c>.</summary>
/// <param name="Type"><c>type</c>; all at once by default.</param>
/// <param name="Paused"><c>paused</c>: while true, no target is changed.</param>
public sealed record RolloutStrategy(RolloutType Type = RolloutType.AllAtOnce, bool Paused = false)
{
    internal static RolloutStrategy Parse(JsonElement strategy) => new(
        EdgeApplication.Member(strategy, "type") is { ValueKind: not JsonValueKind.Undefined } type ? ReadType(type.GetString()!) : RolloutType.AllAtOnce,
        EdgeApplication.Member(strategy, "paused") is { ValueKind: not JsonValueKind.Undefined } paused && paused.GetBoolean());

    private static RolloutType ReadType(string text) => text switch
    {
        "AllAtOnce" => RolloutType.AllAtOnce,
        "GroupByGroup" => RolloutType.GroupByGroup,
        _ => throw new FormatException($"spec.rolloutStrategy.type is '{text}': want AllAtOnce or GroupByGroup"),
    };
}
