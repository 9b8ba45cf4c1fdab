namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>Kinds of which a line says little.</summary>
internal static class SimpleColumns
{
    public static IReadOnlyList<Column> ConfigMap { get; } =
    [
        Column.ObjectName,
        Column.Count("Data", "How many entries it has.", static row => row.Object.Count("data") + row.Object.Count("binaryData")),
        Column.Age,
    ];

    public static IReadOnlyList<Column> Secret { get; } =
    [
        Column.ObjectName,
        Column.Text("Type", "What it is for.", static row => row.Object.Text("type")),
        Column.Count("Data", "How many entries it has.", static row => row.Object.Count("data")),
        Column.Age,
    ];

    public static IReadOnlyList<Column> ServiceAccount { get; } =
    [
        Column.ObjectName,
        Column.Age,
    ];

    public static IReadOnlyList<Column> Namespace { get; } =
    [
        Column.ObjectName,
        Column.Text("Status", "Whether it is in use or on its way out.", static row => row.Object.Text("status", "phase")),
        Column.Age,
    ];
}
