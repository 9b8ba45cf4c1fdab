using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>One object of the cluster.</summary>
internal readonly record struct ChildKey(GroupVersionResource Resource, ObjectKey Key)
{
    /// <summary>As people name it: <c>deployments.apps shop/till</c>.</summary>
    public override string ToString() => $"{Resource.GroupResource} {Key}";
}
