using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>The namespaces; kube-system's UID is the cluster's identity.</summary>
internal sealed class NamespacesShare(ClusterView view, GroupVersionResource collection) : EveryoneShare(view, collection)
{
    private const string System = "kube-system";

    /// <summary>The cluster's identity; empty where it is not known.</summary>
    public string Cluster { get; private set; } = "";

    protected override void OnUpserted(ObjectChange current, RawObject raw)
    {
        if (raw.Key.Name != System || Cluster == raw.Uid) return;
        Cluster = raw.Uid;
        View.OnSynced();
    }
}
