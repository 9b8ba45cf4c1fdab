using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>A change as rows: one in the log, the version before it closed, the new version opened.</summary>
internal sealed class ObjectRows(Connection connection)
{
    public ObjectRow? Current(long collection, ObjectKey key)
    {
        using var row = connection.Use("""
            SELECT seq, until, revision, tag, size FROM objects WHERE collection=?1 AND key=?2 AND ns=?3 ORDER BY seq DESC LIMIT 1
            """).Bind(1, collection).BindKey(2, key);
        if (!row.Step() || row.Integer(1) != 0) return null;
        return new ObjectRow(row.Integer(0), row.Integer(2), unchecked((ulong)row.Integer(3)), row.Integer(4));
    }

    public StoredObject? Read(long collection, ObjectKey key)
    {
        if (Current(collection, key) is not { } current) return null;
        using var row = connection.Use("SELECT json FROM log WHERE seq=?1").Bind(1, current.Sequence);
        return row.Step() ? new StoredObject(row.Json(0).ToArray(), current.Revision, current.Tag) : null;
    }

    /// <summary>The revision at which the object that is gone went; 0 where nobody can remember it any more.</summary>
    public long Gone(long collection, ObjectKey key)
    {
        using var row = connection.Use("""
            SELECT l.revision FROM objects o CROSS JOIN log l ON l.seq=o.until WHERE o.collection=?1 AND o.key=?2 AND o.ns=?3 ORDER BY o.seq DESC LIMIT 1
            """).Bind(1, collection).BindKey(2, key);
        return row.Step() ? row.Integer(0) : 0;
    }

    /// <summary>Whether <paramref name="json"/> is another object than this version, under the same name.</summary>
    public bool IsAnother(ObjectRow version, ReadOnlySpan<byte> json)
    {
        using var row = connection.Use("SELECT json FROM log WHERE seq=?1").Bind(1, version.Sequence);
        return row.Step() && Uid.Differ(row.Json(0), json);
    }

    public void Append(
        long collection, ObjectKey key, WatchEventType type, ObjectRow change, bool shared, long previous, long time, ReadOnlySpan<byte> json)
    {
        var row = connection.Use("""
            INSERT INTO log(seq, collection, type, shared, revision, prev, time, ns, key, json) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?9, ?8, ?10)
            """).Bind(1, change.Sequence).Bind(2, collection).Bind(3, (long)type).Bind(4, shared ? 1 : 0).Bind(5, change.Revision)
            .Bind(6, previous).Bind(7, time).BindKey(8, key);
        (type == WatchEventType.Deleted ? row.BindNull(10) : row.BindBlob(10, json)).Run();
        if (previous != 0)
        {
            connection.Use("UPDATE objects SET until=?1 WHERE collection=?2 AND key=?3 AND ns=?4 AND seq=?5")
                .Bind(1, change.Sequence).Bind(2, collection).BindKey(3, key).Bind(5, previous).Run();
        }
        if (type == WatchEventType.Deleted) return;
        connection.Use("INSERT INTO objects(collection, key, ns, seq, until, revision, tag, size) VALUES(?1, ?2, ?3, ?4, 0, ?5, ?6, ?7)")
            .Bind(1, collection).BindKey(2, key).Bind(4, change.Sequence).Bind(5, change.Revision)
            .Bind(6, unchecked((long)change.Tag)).Bind(7, change.Size).Run();
    }

    /// <summary>All of them at once: whoever asks for them usually goes on to change some.</summary>
    public List<KeyValuePair<ObjectKey, ulong>> Tags(long collection, long count)
    {
        var tags = new List<KeyValuePair<ObjectKey, ulong>>((int)count);
        using var rows = connection.Use("SELECT key, ns, tag FROM objects WHERE collection=?1 AND until=0").Bind(1, collection);
        while (rows.Step()) tags.Add(new(rows.Key(0, 1), unchecked((ulong)rows.Integer(2))));
        return tags;
    }
}
