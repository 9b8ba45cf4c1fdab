namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>Kinds of which a line says little.</summary>
internal static class SimpleColumns
{
    public static IReadOnlyList<Column> ConfigMap { get; } =
    [
        Column.ObjectName,
        Column.Number("Data", "How many entries it has.", static row => row.Object.Count("data") + row.Object.Count("binaryData")),
        Column.Age,
    ];

    public static IReadOnlyList<Column> Secret { get; } =
    [
        Column.ObjectName,
        Column.Text("Type", "What it is for.", static row => row.Object.Text("type")),
        Column.Number("Data", "How many entries it has.", static row => row.Object.Count("data")),
        Column.Age,
    ];

    public static IReadOnlyList<Column> ServiceAccount { get; } =
    [
        Column.ObjectName,
        Column.Number("Secrets", "How many Secrets belong to it.", static row => row.Object.Count("secrets")),
        Column.Age,
    ];

    public static IReadOnlyList<Column> Namespace { get; } =
    [
        Column.ObjectName,
        Column.Text("Status", "Whether it is in use or on its way out.", static row => row.Object.Text("status", "phase")),
        Column.Age,
    ];

    public static IReadOnlyList<Column> NodeGroup { get; } =
    [
        Column.ObjectName,
        Column.Number("Nodes", "How many nodes it names or selects.", static row => row.Object.Count("status", "nodeStatuses")),
        Column.Number("Ready", "How many of them are ready.", static row => Ready(row)),
        Column.Age,
    ];

    private static long Ready(TableRow row)
    {
        var ready = 0;
        foreach (var node in row.Object.Items("status", "nodeStatuses"))
        {
            if (node.Text("readyStatus") == "Ready" && node.Text("selectionStatus") == "Succeeded") ready++;
        }
        return ready;
    }
}
