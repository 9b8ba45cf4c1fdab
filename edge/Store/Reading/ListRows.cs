using System.Text;
using KubeEdge.EdgeMesh.Edge.Store.Database;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>The SQL of a list: one range of keys, the versions that were current at one sequence.</summary>
internal static class ListRows
{
    private const string Range = """
        o.collection=?1 AND o.key>=?2 AND (o.key>?2 OR o.ns>?3) AND o.key<?4 AND o.seq<=?5 AND (o.until=0 OR o.until>?5)
        """;

    private const string Objects =
        "SELECT o.key, o.ns, o.revision, l.json, o.seq, o.size FROM objects o CROSS JOIN log l ON l.seq=o.seq WHERE " + Range + " ORDER BY o.key, o.ns";

    private const string Versions = "SELECT o.key, o.ns, o.revision, NULL, o.seq, o.size FROM objects o WHERE " + Range + " ORDER BY o.key, o.ns";

    private const string Number = "SELECT count(*) FROM objects o WHERE " + Range;

    public static Statement Select(Connection connection, long collection, ListQuery query) =>
        Bind(connection.Use(query.VersionsOnly ? Versions : Objects), collection, query);

    public static Statement Count(Connection connection, long collection, ListQuery query) => Bind(connection.Use(Number), collection, query);

    private static Statement Bind(Statement statement, long collection, ListQuery query)
    {
        statement.Bind(1, collection);
        var first = string.IsNullOrEmpty(query.Namespace) ? "" : query.Namespace + "/";
        var after = query.After?.ToString() ?? "";
        if (string.CompareOrdinal(after, first) > 0) statement.Bind(2, after).Bind(3, Encoding.UTF8.GetByteCount(query.After!.Value.Namespace));
        else statement.Bind(2, first).Bind(3, -1);
        // '0' is the character behind '/'; any text stands before any blob.
        return first.Length > 0 ? statement.Bind(4, query.Namespace + "0").Bind(5, query.Snapshot.Sequence)
            : statement.BindBlob(4, []).Bind(5, query.Snapshot.Sequence);
    }
}
