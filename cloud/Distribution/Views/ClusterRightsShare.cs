using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What decides who may read a whole collection; a namespace's own roles and bindings do not.</summary>
internal sealed class ClusterRightsShare(ClusterView view, GroupVersionResource collection) : EveryoneShare(view, collection)
{
    protected override void OnUpserted(ObjectChange current, RawObject raw) => View.Grants.OnRightsChanged();

    protected override void OnDeleted(ObjectChange deletion) => View.Grants.OnRightsChanged();
}
