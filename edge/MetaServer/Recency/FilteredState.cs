using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// Compares what a node is shown of a filtered collection with what the cluster has. A version says nothing there: an object that shows this node the
/// same as before keeps its own. So the cloud's word counts, up to which of the cluster's revisions it has shown everything.
/// </summary>
internal static class FilteredState
{
    /// <summary>Whether all that a request asks for is shown as of the cluster's state or a later one.</summary>
    /// <exception cref="SnapshotExpiredException">The collection was forgotten meanwhile.</exception>
    public static bool HasReached(IObjectReader reader, IProgress progress, ReadRequest request, ClusterState cluster)
    {
        var resource = request.Resource.Resource;
        if (progress.Reached(resource) < cluster.Versions.Newest) return false;
        if (request.Info.Verb == "get")
        {
            var asked = new ObjectKey(request.Info.Namespace, request.Info.Name);
            return cluster.Versions.Count > 0 || IsOwn(asked) || reader.Get(resource, asked) is null;
        }
        // Whatever is shown here and there no longer was deleted; what is newer than the cluster's answer was made after it.
        var filter = request.Filter;
        var listed = cluster.Versions.Walk();
        var isListed = listed.MoveNext();
        using var cursor = reader.OpenList(new ListQuery(resource, reader.Latest(resource), filter.Namespace.Length == 0 ? null : filter.Namespace));
        while (cursor.MoveNext())
        {
            var key = cursor.KeyText;
            if (cluster.HasMore && key.SequenceCompareTo(cluster.Versions.Last) > 0) break;
            // What is listed but not shown to this node.
            while (isListed && listed.Key.SequenceCompareTo(key) < 0) isListed = listed.MoveNext();
            if (isListed && listed.Key.SequenceEqual(key)) continue;
            if (!filter.MatchesKey(cursor.Key) || (filter.ReadsObjects && !filter.MatchesObject(cursor.Json))) continue;
            if (cursor.Revision <= cluster.Revision && !IsOwn(cursor.Key)) return false;
        }
        return true;
    }

    /// <summary>The endpoints of the Kubernetes API are this node's own.</summary>
    private static bool IsOwn(ObjectKey key) => key is { Namespace: "default", Name: "kubernetes" };
}
