using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>Compares what is held with what the cluster has.</summary>
internal static class HeldState
{
    /// <summary>Whether all that a request asks for is held at the cluster's version or a later one.</summary>
    /// <exception cref="SnapshotExpiredException">The collection was forgotten meanwhile.</exception>
    public static bool HasReached(IObjectReader reader, ReadRequest request, ClusterState cluster)
    {
        var resource = request.Resource.Resource;
        if (request.Info.Verb == "get") return HasReached(resource, reader, request, cluster);
        var latest = reader.Latest(resource);
        var (filter, found) = (request.Filter, 0);
        using var cursor = reader.OpenList(new ListQuery(resource, latest, filter.Namespace.Length == 0 ? null : filter.Namespace));
        while (cursor.MoveNext())
        {
            var key = cursor.Key;
            if (cluster.Last is { } last && string.CompareOrdinal(key.ToString(), last.ToString()) > 0) break;
            if (!filter.MatchesKey(key) || (filter.ReadsObjects && !filter.MatchesObject(cursor.Json))) continue;
            if (cluster.Versions.TryGetValue(key, out var version))
            {
                found++;
                if (cursor.Revision < version && !IsDerived(resource, key)) return false;
            }
            else if (cursor.Revision <= cluster.Revision && !IsDerived(resource, key)) return false; // It was deleted, or no longer matches.
        }
        return found == cluster.Versions.Count;
    }

    private static bool HasReached(GroupVersionResource resource, IObjectReader reader, ReadRequest request, ClusterState cluster)
    {
        var key = new ObjectKey(request.Resource.Namespaced ? request.Info.Namespace : "", request.Info.Name);
        var held = reader.Get(resource, key);
        if (cluster.Versions.Count == 0) return held is null;
        return held is not null && (held.Revision >= cluster.Versions.Values.First() || IsDerived(resource, key));
    }

    /// <summary>
    /// Objects that the cloud rewrites for this node change when what they show here changes, so their version may stay behind the cluster's.
    /// </summary>
    private static bool IsDerived(GroupVersionResource resource, ObjectKey key) => resource.Group.Length == 0 && resource.Resource switch
    {
        "services" => key is { Namespace: "default", Name: "kubernetes" },
        "configmaps" => key.Name == "kube-root-ca.crt",
        _ => false,
    };
}
