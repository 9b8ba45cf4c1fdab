namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get cronjobs</c>.</summary>
internal static class CronJobColumns
{
    private const int Wide = 1;

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.ObjectName,
        Column.Text("Schedule", "When it runs, in cron's form.", static row => row.Object.Text("spec", "schedule")),
        Column.Text("Timezone", "In which zone the schedule is meant.", static row => row.Object.Text("spec", "timeZone").OrNone()),
        Column.Flag("Suspend", "boolean", "Whether it makes no jobs for the time being.", static row => row.Object.At("spec", "suspend")),
        Column.Number("Active", "How many of its jobs run.", static row => row.Object.Count("status", "active")),
        Column.Text("Last Schedule", "How long ago it last made a job.",
            static row => row.Object.Text("status", "lastScheduleTime") is { Length: > 0 } time ? Ages.Since(time, row.Now) : "<none>"),
        Column.Age,
        Column.Text("Containers", "The names of the containers in the template.", static row => Each(row, "name"), Wide),
        Column.Text("Images", "The images of the containers in the template.", static row => Each(row, "image"), Wide),
        Column.Text("Selector", "Which pods its jobs own.",
            static row => SelectorText.Of(row.Object.At("spec", "jobTemplate", "spec", "selector")), Wide),
    ];

    private static string Each(TableRow row, string field) =>
        PodTemplate.Each(row.Object.At("spec", "jobTemplate", "spec", "template", "spec"), field);
}
