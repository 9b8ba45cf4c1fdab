using System.Collections.Immutable;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Publishing;

/// <summary>Heads as rows.</summary>
internal static class HeadTable
{
    private const string Update = """
        UPDATE collections SET held=?2, scope=?3, revision=?4, last=?5, oldest=?6, oldest_revision=?7, count=?8, bytes=?9, events=?10
        WHERE id=?1
        """;

    public static StoreHead Load(Connection connection)
    {
        var collections = ImmutableDictionary.CreateBuilder<GroupVersionResource, CollectionHead>();
        var epoch = connection.Number("SELECT epoch FROM position");
        var revision = connection.Number("SELECT revision FROM position");
        var sequence = epoch;
        using var rows = connection.Use("""
            SELECT id, name, held, scope, revision, last, oldest, oldest_revision, count, bytes, events FROM collections WHERE dropped=0
            """);
        while (rows.Step())
        {
            var head = new CollectionHead
            {
                Id = rows.Integer(0),
                Resource = GroupVersionResource.Parse(rows.Text(1)),
                Held = rows.Integer(2) != 0,
                Scope = (CollectionScope)rows.Integer(3),
                Revision = rows.Integer(4),
                Last = rows.Integer(5),
                Oldest = rows.Integer(6),
                OldestRevision = rows.Integer(7),
                Count = rows.Integer(8),
                Bytes = rows.Integer(9),
                Events = rows.Integer(10),
            };
            collections.Add(head.Resource, head);
            revision = Math.Max(revision, head.Revision);
            sequence = Math.Max(sequence, Math.Max(head.Last, head.Oldest));
        }
        return new StoreHead(epoch, revision, sequence, collections.ToImmutable());
    }

    public static long Insert(Connection connection, GroupVersionResource resource)
    {
        connection.Use("""
            INSERT INTO collections(name, dropped, held, scope, revision, last, oldest, oldest_revision, count, bytes, events, swept)
            VALUES(?1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            """).Bind(1, resource.ToString()).Run();
        return connection.LastInsertRowId;
    }

    public static void Drop(Connection connection, long id) => connection.Use("UPDATE collections SET dropped=1 WHERE id=?1").Bind(1, id).Run();

    public static void Save(Connection connection, CollectionHead head) => connection.Use(Update)
        .Bind(1, head.Id).Bind(2, head.Held ? 1 : 0).Bind(3, (long)head.Scope).Bind(4, head.Revision).Bind(5, head.Last)
        .Bind(6, head.Oldest).Bind(7, head.OldestRevision).Bind(8, head.Count).Bind(9, head.Bytes).Bind(10, head.Events).Run();

    /// <summary>Keeps a revision that no collection carries.</summary>
    public static void SaveRevision(Connection connection, long revision) =>
        connection.Use("UPDATE position SET revision=?1").Bind(1, revision).Run();
}
