using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>
/// Reads at what is published. Rows are swept only after the cut that frees them has been published, so each read looks at the head
/// again once its read transaction has begun: where the head still reaches back far enough, every row was there.
/// </summary>
internal sealed class ObjectReader(Publication publication, ReaderPool pool, bool isSource) : IObjectReader
{
    private const string SelectObject = """
        SELECT l.json, o.revision, o.tag, o.until FROM objects o CROSS JOIN log l ON l.seq=o.seq
        WHERE o.collection=?1 AND o.key=?2 AND o.ns=?3 AND o.seq<=?4 ORDER BY o.seq DESC LIMIT 1
        """;

    private readonly RereadObjects _reread = new();

    /// <inheritdoc/>
    public long Revision => publication.Current.Revision;

    /// <inheritdoc/>
    public Snapshot Latest(GroupVersionResource resource)
    {
        var current = publication.Current;
        return current.Find(resource) is { } head ? new(Reached(current, head), head.Last) : new(current.Revision, current.Sequence);
    }

    /// <inheritdoc/>
    public bool TryGetSnapshot(GroupVersionResource resource, long revision, out Snapshot snapshot)
    {
        var current = publication.Current;
        var head = current.Find(resource);
        var reached = head is null ? current.Revision : Reached(current, head);
        snapshot = new(revision, head?.Last ?? current.Sequence);
        if (revision > reached || revision < (head?.OldestRevision ?? 0)) return false;
        if (head is null || revision >= head.Revision) return true;
        snapshot = new(revision, Pooled(head, revision, LastUpTo));
        return true;
    }

    /// <summary>Where a watch from a revision starts; see <see cref="Watching.IObjectWatcher.TryResume"/>.</summary>
    public bool TryResume(GroupVersionResource resource, long revision, out long afterSequence, out long oldestRevision)
    {
        var current = publication.Current;
        var head = current.Find(resource);
        afterSequence = head?.Last ?? current.Sequence;
        oldestRevision = head?.OldestRevision ?? 0;
        if (revision < oldestRevision) return false;
        if (head is not null && revision <= head.Revision) afterSequence = Pooled(head, revision, ResumeAfter);
        return true;
    }

    /// <inheritdoc/>
    public StoredObject? Get(GroupVersionResource resource, ObjectKey key)
    {
        while (true)
        {
            if (publication.Current.Find(resource) is not { Count: > 0 } head) return null;
            if (_reread.Find(head, key) is { } known) return known;
            var connection = pool.Rent();
            try
            {
                StoredObject? found = null;
                using (var row = connection.Use(SelectObject).Bind(1, head.Id).BindKey(2, key).Bind(4, head.Last))
                {
                    if (row.Step() && (row.Integer(3) == 0 || row.Integer(3) > head.Last))
                        found = new StoredObject(row.Json(0).ToArray(), row.Integer(1), unchecked((ulong)row.Integer(2)));
                }
                if (!publication.Current.CanRead(resource, head.Id, head.Last)) continue;
                if (found is not null) _reread.WasRead(head, key, found);
                return found;
            }
            finally
            {
                pool.Return(connection);
            }
        }
    }

    /// <inheritdoc/>
    public IListCursor OpenList(ListQuery query)
    {
        if (Readable(query.Resource, query.Snapshot) is not { } head) return EmptyCursor.Instance;
        var cursor = ListCursor.Open(pool, connection => ListRows.Select(connection, head.Id, query));
        if (publication.Current.CanRead(query.Resource, head.Id, query.Snapshot.Sequence)) return cursor;
        cursor.Dispose();
        throw new SnapshotExpiredException();
    }

    /// <inheritdoc/>
    public IListCursor OpenVersions(GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> sequences)
    {
        if (sequences.IsEmpty || Readable(resource, snapshot) is not { } head) return EmptyCursor.Instance;
        var cursor = VersionCursor.Open(pool, sequences);
        if (publication.Current.CanRead(resource, head.Id, snapshot.Sequence)) return cursor;
        cursor.Dispose();
        throw new SnapshotExpiredException();
    }

    /// <inheritdoc/>
    public long Count(ListQuery query)
    {
        if (Readable(query.Resource, query.Snapshot) is not { } head) return 0;
        var connection = pool.Rent();
        try
        {
            using var row = ListRows.Count(connection, head.Id, query);
            var count = row.Step() ? row.Integer(0) : 0;
            return publication.Current.CanRead(query.Resource, head.Id, query.Snapshot.Sequence) ? count : throw new SnapshotExpiredException();
        }
        finally
        {
            pool.Return(connection);
        }
    }

    private long Reached(StoreHead current, CollectionHead head) => isSource ? current.Revision : head.Revision;

    private CollectionHead? Readable(GroupVersionResource resource, Snapshot snapshot)
    {
        var current = publication.Current;
        if (current.Find(resource) is not { } head) return snapshot.Sequence <= current.Sequence ? null : throw new SnapshotExpiredException();
        return current.CanRead(resource, head.Id, snapshot.Sequence) ? head : throw new SnapshotExpiredException();
    }

    private long Pooled(CollectionHead head, long revision, Func<Statement, CollectionHead, long, long> search)
    {
        var connection = pool.Rent();
        try
        {
            // Backwards: most readers resume near the end.
            using var rows = connection.Use("SELECT seq, revision, shared FROM log WHERE collection=?1 AND seq>?2 AND seq<=?3 ORDER BY seq DESC")
                .Bind(1, head.Id).Bind(2, head.Oldest).Bind(3, head.Last);
            return search(rows, head, revision);
        }
        finally
        {
            pool.Return(connection);
        }
    }

    private static long LastUpTo(Statement rows, CollectionHead head, long revision)
    {
        while (rows.Step())
        {
            if (rows.Integer(1) <= revision) return rows.Integer(0);
        }
        return head.Oldest;
    }

    private static long ResumeAfter(Statement rows, CollectionHead head, long revision)
    {
        long same = 0, changes = 0;
        var shared = false;
        while (rows.Step())
        {
            if (rows.Integer(1) < revision) return Start(rows.Integer(0));
            if (rows.Integer(1) > revision) continue;
            same = rows.Integer(0);
            shared = rows.Integer(2) != 0;
            changes++;
        }
        return Start(head.Oldest);

        // A lone change that brought its revision has been seen by whoever has seen the revision.
        long Start(long before) => changes == 1 && !shared ? same : before;
    }
}
