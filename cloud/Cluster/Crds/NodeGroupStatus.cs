using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>A NodeGroup's <c>status</c>.</summary>
public sealed record NodeGroupStatus
{
    /// <summary>Nothing has been said yet.</summary>
    public static NodeGroupStatus Empty { get; } = new();

    /// <summary><c>nodeStatuses</c></summary>
    public IReadOnlyList<NodeGroupNodeStatus> NodeStatuses { get; init; } = [];

    /// <summary><c>nodes</c>: how many nodes belong to the group.</summary>
    public int Nodes { get; init; }

    /// <summary><c>readyNodes</c>: how many of them are ready.</summary>
    public int ReadyNodes { get; init; }

    /// <summary><c>failedNodes</c>: how many the group asks for and has not.</summary>
    public int FailedNodes { get; init; }

    /// <summary><c>conditions</c></summary>
    public IReadOnlyList<NodeGroupCondition> Conditions { get; init; } = [];

    /// <summary>The condition of that type; null where there is none.</summary>
    public NodeGroupCondition? Condition(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>Whether both say the same; when a condition changed last does not count.</summary>
    public bool SaysTheSame(NodeGroupStatus other) =>
        (Nodes, ReadyNodes, FailedNodes) == (other.Nodes, other.ReadyNodes, other.FailedNodes)
        && NodeStatuses.SequenceEqual(other.NodeStatuses)
        && Conditions.Select(condition => condition with { LastTransitionTime = "" })
            .SequenceEqual(other.Conditions.Select(condition => condition with { LastTransitionTime = "" }));

    /// <exception cref="InvalidOperationException">A field is not of the type that the definition says.</exception>
    internal static NodeGroupStatus Parse(JsonElement status) => status.ValueKind != JsonValueKind.Object ? Empty : new NodeGroupStatus
    {
        NodeStatuses = [.. Items(status, "nodeStatuses").Select(NodeGroupNodeStatus.Parse)],
        Nodes = Number(status, "nodes"),
        ReadyNodes = Number(status, "readyNodes"),
        FailedNodes = Number(status, "failedNodes"),
        Conditions = [.. Items(status, "conditions").Select(NodeGroupCondition.Parse)],
    };

    private static JsonElement.ArrayEnumerator Items(JsonElement status, string field) =>
        status.TryGetProperty(field, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static int Number(JsonElement status, string field) => status.TryGetProperty(field, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
