using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <summary>Hears what happens in one collection. Keep the calls short: they hold up the informer.</summary>
public interface IRawObjectHandler
{
    /// <summary>The object is new or has changed. <paramref name="previous"/> is what was told before; null for a new one.</summary>
    void Upserted(RawObject current, RawObject? previous);

    /// <summary>The object is gone. <paramref name="revision"/> is that of the deletion.</summary>
    void Deleted(RawObject last, long revision);

    /// <summary>Everything up to <paramref name="revision"/> has been told; the first call says that the first list is complete.</summary>
    void Progressed(long revision);
}
