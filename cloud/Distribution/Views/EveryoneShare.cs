using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>A collection that every node holds whole.</summary>
internal class EveryoneShare(ClusterView view, GroupVersionResource collection) : CollectionShare(view, collection)
{
    public override ShareScope? Scope => ShareScope.All;
}
