using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Publishing;

namespace KubeEdge.EdgeMesh.Edge.Store.Retention;

/// <summary>Where a collection's log may begin.</summary>
internal static class LogCut
{
    /// <summary>How many changes one step looks at.</summary>
    public const int StepSize = 256;

    /// <summary>The head after one step; null where everything is to stay.</summary>
    public static CollectionHead? Find(Connection connection, CollectionHead head, StoreOptions options, DateTimeOffset keepAfter)
    {
        using var rows = connection.Use("SELECT seq, time, revision, shared FROM log WHERE collection=?1 AND seq>?2 ORDER BY seq LIMIT ?3")
            .Bind(1, head.Id).Bind(2, head.Oldest).Bind(3, StepSize);
        CollectionHead? cut = null;
        var left = head.Events;
        while (left > options.KeepEvents && rows.Step())
        {
            if (left <= options.MaxEvents && rows.Integer(1) > keepAfter.ToUnixTimeMilliseconds()) break;
            // Who has seen a revision that several changes share may still need some of them. Where it is the newest revision too,
            // cutting here would leave nobody a place to resume from.
            var oldestRevision = rows.Integer(2) + (rows.Integer(3) != 0 ? 1 : 0);
            if (oldestRevision > head.Revision) break;
            left--;
            cut = head with { Oldest = rows.Integer(0), OldestRevision = Math.Max(head.OldestRevision, oldestRevision), Events = left };
        }
        return cut;
    }
}
