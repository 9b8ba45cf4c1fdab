using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>
/// How far the traffic of a Service reaches: the levels that are tried one after the other. A caller is shown the backends of the first level that has a ready
/// one for it; where none has, those of the widest.
/// </summary>
/// <param name="Levels">From narrow to wide.</param>
/// <param name="Value">The annotation; empty where there is none.</param>
/// <param name="IsUnderstood">False where the annotation says something unknown: the Service is then closed to the group.</param>
internal sealed record Topology(IReadOnlyList<TrafficLevel> Levels, string Value, bool IsUnderstood)
{
    private static readonly ObjectKey Api = new("default", "kubernetes");
    private static readonly TrafficLevel[] InGroup = [TrafficLevel.Group];

    /// <summary>KubeEdge's annotation, and the short form that its announcement shows: where both are there the long one counts.</summary>
    private static readonly RawPath[] Annotations =
        [RawPath.Of("metadata", "annotations", "apps.kubeedge.io/service-topology"), RawPath.Of("metadata", "annotations", "service-topology")];

    /// <summary>Backends anywhere, ready or not.</summary>
    public static Topology Open { get; } = new([TrafficLevel.Any], "", IsUnderstood: true);

    /// <summary>Whether everybody is shown everything.</summary>
    public bool IsOpen => Levels[0] == TrafficLevel.Any;

    /// <summary>Whether a node may be shown something else than its group.</summary>
    public bool BeginsAtNode => Levels[0] == TrafficLevel.Node;

    public TrafficLevel Widest => Levels[^1];

    /// <summary>What a Service says. The API server's own is never closed: its backends are on no node of any group.</summary>
    public static Topology Of(RawObject service)
    {
        if (service.Key == Api) return Open;
        foreach (var annotation in Annotations)
        {
            if (!annotation.TryGetString(service.Json.Span, out var value) || string.IsNullOrWhiteSpace(value)) continue;
            return new Topology(TryParse(value.Trim(), out var levels) ? levels : InGroup, value, levels is not null);
        }
        return Open;
    }

    /// <summary>Whether it means the same.</summary>
    public bool Equals(Topology? other) => other is not null && IsUnderstood == other.IsUnderstood && Levels.SequenceEqual(other.Levels);

    public override int GetHashCode() => HashCode.Combine(Levels.Count, Levels[0], Levels[^1]);

    private static bool TryParse(string value, [NotNullWhen(true)] out IReadOnlyList<TrafficLevel>? levels)
    {
        levels = value switch
        {
            "range-nodegroup" => InGroup,
            "prefer-nodegroup" => [TrafficLevel.Group, TrafficLevel.Any],
            "range-node" => [TrafficLevel.Node],
            _ => List(value),
        };
        return levels is not null;
    }

    /// <summary>A list such as <c>node, nodegroup, any</c>. What stands behind a wider level is never reached, and left out.</summary>
    private static List<TrafficLevel>? List(string value)
    {
        var named = new HashSet<TrafficLevel>();
        var levels = new List<TrafficLevel>();
        foreach (var item in value.Split(',', StringSplitOptions.TrimEntries))
        {
            TrafficLevel? level = item switch { "node" => TrafficLevel.Node, "nodegroup" => TrafficLevel.Group, "any" => TrafficLevel.Any, _ => null };
            if (level is not { } known || !named.Add(known)) return null;
            if (levels.Count == 0 || known > levels[^1]) levels.Add(known);
        }
        return levels;
    }
}
