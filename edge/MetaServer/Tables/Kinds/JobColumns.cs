using System.Globalization;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get jobs</c>.</summary>
internal static class JobColumns
{
    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Status", "Whether it runs, is complete, has failed or is suspended.", Status),
        Column.Text("Completions", "How many of the wanted pods have succeeded.", Completions),
        Column.Text("Duration", "How long it took, or has taken so far.", Duration),
        Column.Age,
        PodTemplate.Containers,
        PodTemplate.Images,
        PodTemplate.Selector,
    ];

    private static string Status(TableRow row)
    {
        foreach (var type in (ReadOnlySpan<string>)["Complete", "Failed"])
        {
            if (IsTrue(row, type)) return type;
        }
        if (row.Object.Has("metadata", "deletionTimestamp")) return "Terminating";
        foreach (var type in (ReadOnlySpan<string>)["Suspended", "FailureTarget", "SuccessCriteriaMet"])
        {
            if (IsTrue(row, type)) return type;
        }
        return "Running";
    }

    private static bool IsTrue(TableRow row, string type)
    {
        foreach (var condition in row.Object.Items("status", "conditions"))
        {
            if (condition.Text("type") == type && condition.Text("status") == "True") return true;
        }
        return false;
    }

    private static string Completions(TableRow row)
    {
        var done = row.Object.Number(0, "status", "succeeded");
        if (row.Object.Has("spec", "completions")) return $"{done}/{row.Object.Number(0, "spec", "completions")}";
        var parallelism = row.Object.Number(0, "spec", "parallelism");
        return parallelism > 1 ? $"{done}/1 of {parallelism}" : $"{done}/1";
    }

    private static string Duration(TableRow row)
    {
        if (!TryTime(row.Object.Text("status", "startTime"), out var start)) return "";
        return Ages.Short((TryTime(row.Object.Text("status", "completionTime"), out var end) ? end : row.Now) - start);
    }

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
