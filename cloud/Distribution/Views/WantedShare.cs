using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>A collection that belongs to no node's share; followed while some node holds it because its callers read it.</summary>
internal sealed class WantedShare(ClusterView view, GroupVersionResource collection) : CollectionShare(view, collection)
{
    public override ShareScope? Scope => null;

    /// <summary>How many sessions have or are about to have it.</summary>
    public int Holders { get; set; }

    /// <summary>Ends the following; null while it is being started.</summary>
    public IDisposable? Following { get; set; }
}
