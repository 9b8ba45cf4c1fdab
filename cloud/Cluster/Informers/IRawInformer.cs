using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <summary>Follows one collection of the cluster for as long as it is held, and keeps its objects as raw JSON.</summary>
public interface IRawInformer
{
    /// <summary>The collection.</summary>
    GroupVersionResource Resource { get; }

    /// <summary>Whether the first list has been told to the handlers.</summary>
    bool Synced { get; }

    /// <summary>The highest revision that was heard for this collection, bookmarks included.</summary>
    long Revision { get; }

    /// <summary>
    /// Tells <paramref name="handler"/> everything that is there, then every change; calls are made one at a time, in order.
    /// Dispose the result to stop.
    /// </summary>
    IDisposable Subscribe(IRawObjectHandler handler);
}
