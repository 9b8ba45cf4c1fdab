using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Selections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>Compares what is held with what the cluster has.</summary>
internal static class HeldState
{
    /// <summary>Whether all that a request asks for is held at the cluster's version or a later one.</summary>
    /// <exception cref="SnapshotExpiredException">The collection was forgotten meanwhile.</exception>
    public static async ValueTask<bool> HasReachedAsync(
        IObjectReader reader, SelectionMemory selections, ReadRequest request, ClusterState cluster, CancellationToken cancellationToken)
    {
        if (request.Info.Verb == "get") return HasReached(request.Resource.Resource, reader, request, cluster);
        return HasReached(await ShownAsync(reader, selections, request, cancellationToken), cluster);
    }

    /// <summary>Whether all of a collection is held at the cluster's versions or later ones.</summary>
    /// <exception cref="SnapshotExpiredException">The collection was forgotten meanwhile.</exception>
    public static bool HoldsAll(IObjectReader reader, GroupVersionResource resource, Snapshot held, ClusterState cluster) =>
        HasReached(ShownObjects.All(reader, resource, held), cluster);

    /// <summary>What is held of all that a list asks for, in short.</summary>
    /// <exception cref="SnapshotExpiredException">The collection was forgotten meanwhile.</exception>
    public static async ValueTask<HeldSums> SumUpAsync(IObjectReader reader, SelectionMemory selections, ReadRequest request, CancellationToken cancellationToken) =>
        (await ShownAsync(reader, selections, request, cancellationToken)).SumUp();

    private static async ValueTask<ShownObjects> ShownAsync(
        IObjectReader reader, SelectionMemory selections, ReadRequest request, CancellationToken cancellationToken)
    {
        var (resource, filter) = (request.Resource.Resource, request.Filter);
        var query = new ListQuery(resource, reader.Latest(resource), filter.Namespace.Length == 0 ? null : filter.Namespace, VersionsOnly: true);
        return new ShownObjects(reader, query, filter, filter.ReadsObjects ? (await selections.SelectAsync(request, query, cancellationToken)).Versions : null);
    }

    private static bool HasReached(ShownObjects shown, ClusterState cluster)
    {
        if (cluster.IsAsItWas && cluster.AskedAt == shown.Snapshot.Sequence) return true;
        var resource = shown.Resource;
        var listed = cluster.Versions.Walk();
        var isListed = listed.MoveNext();
        using var held = shown.Open();
        while (held.MoveNext())
        {
            var cursor = held.Cursor;
            if (cluster.HasMore && cursor.KeyText.SequenceCompareTo(cluster.Versions.Last) > 0) break;
            if (!cluster.Tells(cursor.KeyText))
            {
                // Nothing but what came since then can be what the cluster had deleted by its revision.
                if (cursor.Sequence > cluster.AskedAt && cursor.Revision <= cluster.Revision && !IsDerived(resource, cursor.Key)) return false;
                continue;
            }
            var order = isListed ? listed.Key.SequenceCompareTo(cursor.KeyText) : 1;
            if (order < 0) return false; // The cluster has one that is not held.
            if (order > 0)
            {
                if (cursor.Revision <= cluster.Revision && !IsDerived(resource, cursor.Key)) return false; // It was deleted, or no longer matches.
                continue;
            }
            if (cursor.Revision < listed.Version && !IsDerived(resource, cursor.Key)) return false;
            isListed = listed.MoveNext();
        }
        return !isListed;
    }

    private static bool HasReached(GroupVersionResource resource, IObjectReader reader, ReadRequest request, ClusterState cluster)
    {
        var key = new ObjectKey(request.Resource.Namespaced ? request.Info.Namespace : "", request.Info.Name);
        var held = reader.Get(resource, key);
        if (cluster.Versions.Count == 0) return held is null;
        return held is not null && (held.Revision >= cluster.Versions.Newest || IsDerived(resource, key));
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
