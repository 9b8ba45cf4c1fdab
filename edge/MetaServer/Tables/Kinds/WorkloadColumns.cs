namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of the workloads of group apps.</summary>
internal static class WorkloadColumns
{
    public static IReadOnlyList<Column> Deployment { get; } =
    [
        Column.ObjectName,
        Column.Text("Ready", "How many of the wanted pods are ready.", static row => ReadyOf(row)),
        Column.Count("Up-to-date", "How many pods follow the newest template.", static row => row.Object.Number(0, "status", "updatedReplicas")),
        Column.Count("Available", "How many pods have been ready for long enough.", static row => row.Object.Number(0, "status", "availableReplicas")),
        Column.Age,
        PodTemplate.Containers,
        PodTemplate.Images,
        PodTemplate.Selector,
    ];

    public static IReadOnlyList<Column> ReplicaSet { get; } =
    [
        Column.ObjectName,
        Column.Number("Desired", "How many pods are wanted.", static row => row.Object.Number(1, "spec", "replicas")),
        Column.Number("Current", "How many pods there are.", static row => row.Object.Number(0, "status", "replicas")),
        Column.Number("Ready", "How many pods are ready.", static row => row.Object.Number(0, "status", "readyReplicas")),
        Column.Age,
        PodTemplate.Containers,
        PodTemplate.Images,
        PodTemplate.Selector,
    ];

    /// <summary>What there was before ReplicaSets: the same columns, and a selector that is a map of labels.</summary>
    public static IReadOnlyList<Column> ReplicationController { get; } = [.. ReplicaSet.Take(ReplicaSet.Count - 1), PodTemplate.LabelSelector];

    public static IReadOnlyList<Column> StatefulSet { get; } =
    [
        Column.ObjectName,
        Column.Text("Ready", "How many of the wanted pods are ready.", static row => ReadyOf(row)),
        Column.Age,
        PodTemplate.Containers,
        PodTemplate.Images,
    ];

    public static IReadOnlyList<Column> DaemonSet { get; } =
    [
        Column.ObjectName,
        Column.Number("Desired", "How many nodes should have the pod.", static row => row.Object.Number(0, "status", "desiredNumberScheduled")),
        Column.Number("Current", "How many nodes have it.", static row => row.Object.Number(0, "status", "currentNumberScheduled")),
        Column.Number("Ready", "How many of the pods are ready.", static row => row.Object.Number(0, "status", "numberReady")),
        Column.Number("Up-to-date", "How many pods follow the newest template.", static row => row.Object.Number(0, "status", "updatedNumberScheduled")),
        Column.Number("Available", "How many pods have been ready for long enough.", static row => row.Object.Number(0, "status", "numberAvailable")),
        Column.Text("Node Selector", "Which nodes should have the pod.", static row => SelectorText.OfLabels(row.Object.At("spec", "template", "spec", "nodeSelector"))),
        Column.Age,
        PodTemplate.Containers,
        PodTemplate.Images,
        PodTemplate.Selector,
    ];

    private static string ReadyOf(TableRow row) => $"{row.Object.Number(0, "status", "readyReplicas")}/{row.Object.Number(1, "spec", "replicas")}";
}
