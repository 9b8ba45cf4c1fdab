using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>A bounded piece of one collection's log.</summary>
/// <param name="Changes">In order.</param>
/// <param name="Whole">Whether nothing of what was asked for is left out.</param>
internal readonly record struct LogPage(IReadOnlyList<StoredEvent> Changes, bool Whole)
{
    private const string Select = """
        SELECT l.seq, l.type, l.revision, l.key, l.ns, l.json, p.json
        FROM log l LEFT JOIN log p ON p.seq=l.prev
        WHERE l.collection=?1 AND l.seq>?2 AND l.seq<=?3 ORDER BY l.seq
        """;

    /// <summary>Reads the changes after <paramref name="after"/> up to and including <paramref name="last"/>.</summary>
    public static LogPage Read(Connection connection, long collection, long after, long last, int maxEvents, int maxBytes)
    {
        var changes = new List<StoredEvent>();
        long bytes = 0;
        using var rows = connection.Use(Select).Bind(1, collection).Bind(2, after).Bind(3, last);
        while (rows.Step())
        {
            if (changes.Count == maxEvents || bytes >= maxBytes) return new LogPage(changes, Whole: false);
            var type = (WatchEventType)rows.Integer(1);
            var revision = rows.Integer(2);
            var previous = rows.IsNull(6) ? [] : rows.Json(6).ToArray();
            // A deletion keeps no JSON of its own: it is the state before it, at another revision.
            var json = type == WatchEventType.Deleted ? RawJson.WithResourceVersion(previous, revision) : rows.Json(5).ToArray();
            changes.Add(new StoredEvent(type, rows.Integer(0), revision, rows.Key(3, 4), json, previous));
            bytes += json.Length + previous.Length;
        }
        return new LogPage(changes, Whole: true);
    }
}
