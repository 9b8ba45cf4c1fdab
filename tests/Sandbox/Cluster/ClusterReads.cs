using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

/// <summary>Reads whole objects from the store.</summary>
internal sealed class ClusterReads(IObjectReader reader)
{
    private const int PageSize = 500;

    public JsonObject? Get(GroupVersionResource resource, ObjectKey key) =>
        reader.Get(resource, key) is { } found ? ObjectBytes.Parse(found.Json.Span) : null;

    public List<JsonObject> List(GroupVersionResource resource, string? ns) => List(resource, reader.Latest(resource), ns);

    /// <summary>A whole collection, and the state from which a watch goes on.</summary>
    public (List<JsonObject> Items, long Sequence) ListForWatch(GroupVersionResource resource)
    {
        var snapshot = reader.Latest(resource);
        return (List(resource, snapshot, null), snapshot.Sequence);
    }

    /// <summary>The keys of what a namespace, or everything, holds.</summary>
    public List<ObjectKey> Keys(GroupVersionResource resource, string? ns)
    {
        var keys = new List<ObjectKey>();
        Page(new ListQuery(resource, reader.Latest(resource), ns), cursor => keys.Add(cursor.Key));
        return keys;
    }

    private List<JsonObject> List(GroupVersionResource resource, Snapshot snapshot, string? ns)
    {
        var items = new List<JsonObject>();
        Page(new ListQuery(resource, snapshot, ns), cursor => items.Add(ObjectBytes.Parse(cursor.Json)));
        return items;
    }

    /// <summary>Page by page, so that no cursor is held for long.</summary>
    private void Page(ListQuery query, Action<IListCursor> take)
    {
        ObjectKey? last = query.After;
        while (true)
        {
            var taken = 0;
            using (var cursor = reader.OpenList(query with { After = last }))
            {
                while (taken < PageSize && cursor.MoveNext())
                {
                    take(cursor);
                    last = cursor.Key;
                    taken++;
                }
            }
            if (taken < PageSize) return;
        }
    }
}
