using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of <c>kubectl get events</c>, of both of their groups: the younger one has other names for the same fields.</summary>
internal static class EventColumns
{
    private const int Wide = 1;

    public static IReadOnlyList<Column> All { get; } =
    [
        Column.Text("Last Seen", "How long ago it was last seen.", LastSeen),
        Column.Text("Type", "Normal or Warning.", static row => row.Object.Text("type")),
        Column.Text("Reason", "Why, in one word.", static row => row.Object.Text("reason")),
        Column.Text("Object", "What it is about.", static row => Target(About(row.Object))),
        Column.Text("Subobject", "Which part of that.", static row => About(row.Object).Text("fieldPath"), Wide),
        Column.Text("Source", "Who says so.", static row => Source(row.Object), Wide),
        Column.Text("Message", "What happened, for people.", static row => Either(row.Object, "message", "note").Trim()),
        Column.Text("First Seen", "How long ago it was first seen.", FirstSeen, Wide),
        Column.Count("Count", "How often it was seen.", static row => Count(row.Object), Wide),
        Column.ObjectName with { Priority = Wide },
    ];

    private static JsonElement About(JsonElement e) => e.Has("regarding") ? e.At("regarding") : e.At("involvedObject");

    private static string Either(JsonElement e, string name, string youngerName) => e.Text(name) is { Length: > 0 } text ? text : e.Text(youngerName);

    private static string Target(JsonElement about)
    {
        var kind = about.Text("kind").ToLowerInvariant();
        return about.Text("name") is { Length: > 0 } name ? $"{kind}/{name}" : kind;
    }

    private static string Source(JsonElement e)
    {
        var source = e.Has("source") ? e.At("source") : e.At("deprecatedSource");
        var component = source.Text("component") is { Length: > 0 } named ? named : Either(e, "reportingComponent", "reportingController");
        var instance = source.Text("host") is { Length: > 0 } host ? host : e.Text("reportingInstance");
        return instance.Length == 0 ? component : $"{component}, {instance}";
    }

    private static string FirstSeen(TableRow row) =>
        Ages.Since(Either(row.Object, "firstTimestamp", "deprecatedFirstTimestamp") is { Length: > 0 } first ? first : row.Object.Text("eventTime"), row.Now);

    private static string LastSeen(TableRow row)
    {
        if (row.Object.Has("series")) return Ages.Since(row.Object.Text("series", "lastObservedTime"), row.Now);
        return Either(row.Object, "lastTimestamp", "deprecatedLastTimestamp") is { Length: > 0 } last ? Ages.Since(last, row.Now) : FirstSeen(row);
    }

    private static long Count(JsonElement e)
    {
        if (e.Has("series")) return e.Number(0, "series", "count");
        var count = Math.Max(e.Number(0, "count"), e.Number(0, "deprecatedCount"));
        return count == 0 ? 1 : count;
    }
}
