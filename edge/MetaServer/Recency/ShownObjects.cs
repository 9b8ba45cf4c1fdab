using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>The objects that one state shows to who asks: their keys and versions are walked, and no object is read.</summary>
/// <param name="reader">The store.</param>
/// <param name="query">The state.</param>
/// <param name="filter">What is asked for; null for all.</param>
/// <param name="chosen">The versions that the request's selectors choose, in the order of the list; null for all.</param>
internal sealed class ShownObjects(IObjectReader reader, ListQuery query, ObjectFilter? filter, long[]? chosen)
{
    public GroupVersionResource Resource => query.Resource;

    public Snapshot Snapshot => query.Snapshot;

    /// <summary>All of a collection.</summary>
    public static ShownObjects All(IObjectReader reader, GroupVersionResource resource, Snapshot held) =>
        new(reader, new ListQuery(resource, held, null, VersionsOnly: true), null, null);

    /// <exception cref="SnapshotExpiredException">The state is no longer held.</exception>
    public Walk Open() => new(reader.OpenList(query), filter, chosen);

    /// <exception cref="SnapshotExpiredException">The state is no longer held.</exception>
    public HeldSums SumUp()
    {
        var sums = new VersionSums();
        using var walk = Open();
        while (walk.MoveNext()) sums.Add(walk.Cursor.KeyText, walk.Cursor.Revision);
        return new HeldSums(sums.Folded(), Snapshot.Sequence);
    }

    /// <summary>One walk over them.</summary>
    internal sealed class Walk(IListCursor cursor, ObjectFilter? filter, long[]? chosen) : IDisposable
    {
        private int _next;

        /// <summary>At the object.</summary>
        public IListCursor Cursor => cursor;

        public bool MoveNext()
        {
            while (cursor.MoveNext())
            {
                if (chosen is not null)
                {
                    if (_next == chosen.Length || chosen[_next] != cursor.Sequence) continue;
                    _next++;
                }
                else if (filter is { Name.Length: > 0 } && !filter.MatchesKey(cursor.Key)) continue;
                return true;
            }
            return false;
        }

        public void Dispose() => cursor.Dispose();
    }
}
