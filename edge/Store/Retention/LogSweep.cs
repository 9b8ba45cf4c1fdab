using KubeEdge.EdgeMesh.Edge.Store.Database;

namespace KubeEdge.EdgeMesh.Edge.Store.Retention;

/// <summary>
/// Deletes what no reader can reach. A change below the cut takes the version before it along; its own version stays until the change
/// after it is below the cut too, so the current version of an object never goes.
/// </summary>
internal static class LogSweep
{
    private const int StepSize = 256;

    /// <summary>Does a bounded piece; false where there is nothing left to do.</summary>
    public static bool Step(Connection connection)
    {
        if (Find(connection, "SELECT id, swept, oldest FROM collections WHERE dropped=0 AND swept<oldest LIMIT 1") is { } cut)
        {
            Sweep(connection, cut.Id, cut.From, cut.To);
            return true;
        }
        if (Find(connection, "SELECT id, 0, 0 FROM collections WHERE dropped=1 LIMIT 1") is not { } dropped) return false;
        SweepDropped(connection, dropped.Id);
        return true;
    }

    private static (long Id, long From, long To)? Find(Connection connection, string sql)
    {
        using var row = connection.Use(sql);
        return row.Step() ? (row.Integer(0), row.Integer(1), row.Integer(2)) : null;
    }

    private static void Sweep(Connection connection, long collection, long from, long to)
    {
        var changes = new List<(long Sequence, long Previous, bool IsDeletion)>(StepSize);
        using (var rows = connection.Use("SELECT seq, prev, json IS NULL FROM log WHERE collection=?1 AND seq>?2 AND seq<=?3 ORDER BY seq LIMIT ?4")
            .Bind(1, collection).Bind(2, from).Bind(3, to).Bind(4, StepSize))
        {
            while (rows.Step()) changes.Add((rows.Integer(0), rows.Integer(1), rows.Integer(2) != 0));
        }
        foreach (var (sequence, previous, isDeletion) in changes)
        {
            if (previous != 0)
            {
                connection.Use("""
                    DELETE FROM objects WHERE collection=?1 AND seq=?2
                    AND key=(SELECT key FROM log WHERE seq=?2) AND ns=(SELECT ns FROM log WHERE seq=?2)
                    """).Bind(1, collection).Bind(2, previous).Run();
                Delete(connection, previous);
            }
            if (isDeletion) Delete(connection, sequence);
        }
        connection.Use("UPDATE collections SET swept=?2 WHERE id=?1")
            .Bind(1, collection).Bind(2, changes.Count < StepSize ? to : changes[^1].Sequence).Run();
    }

    private static void SweepDropped(Connection connection, long collection)
    {
        var left = Run(connection, "DELETE FROM log WHERE seq IN (SELECT seq FROM log WHERE collection=?1 LIMIT ?2)", collection)
            + Run(connection, """
                DELETE FROM objects WHERE collection=?1 AND (key, ns, seq) IN (SELECT key, ns, seq FROM objects WHERE collection=?1 LIMIT ?2)
                """, collection);
        if (left == 0) connection.Use("DELETE FROM collections WHERE id=?1").Bind(1, collection).Run();
    }

    private static void Delete(Connection connection, long sequence) => connection.Use("DELETE FROM log WHERE seq=?1").Bind(1, sequence).Run();

    private static int Run(Connection connection, string sql, long collection)
    {
        connection.Use(sql).Bind(1, collection).Bind(2, StepSize).Run();
        return connection.Changes;
    }
}
