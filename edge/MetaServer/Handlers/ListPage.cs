using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>
/// Where a page ends. A list's metadata stands before its items and says what follows them, so a page is walked once for its keys before
/// it is written: cheaper than holding it in memory, and nothing but selectors has to look at an object.
/// </summary>
/// <param name="Last">The last object looked at; null for the end of the list.</param>
/// <param name="HasMore">Whether objects follow.</param>
/// <param name="Remaining">How many; null where selectors choose.</param>
internal readonly record struct ListPage(ObjectKey? Last, bool HasMore, long? Remaining)
{
    /// <summary>The whole list.</summary>
    public static ListPage Whole => default;

    /// <exception cref="SnapshotExpiredException">The state of the list is no longer held.</exception>
    public static ListPage Plan(IObjectReader reader, ListQuery query, ObjectFilter filter, long limit)
    {
        ObjectKey? last = null;
        using (var cursor = reader.OpenList(query))
        {
            while (true)
            {
                if (!cursor.MoveNext()) return Whole;
                if (limit == 0) break;
                last = cursor.Key;
                if (filter.MatchesKey(cursor.Key) && (!filter.ReadsObjects || filter.MatchesObject(cursor.Json))) limit--;
            }
        }
        return new ListPage(last, true, filter.Selects ? null : reader.Count(query with { After = last }));
    }

    public ListMeta Meta(Snapshot snapshot) =>
        HasMore ? new ListMeta(snapshot.Revision, new ContinueToken(snapshot, Last!.Value).Encode(), Remaining) : new ListMeta(snapshot.Revision);
}
