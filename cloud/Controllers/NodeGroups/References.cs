using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>How Events name a NodeGroup.</summary>
internal static class References
{
    public static ObjectReference Reference(this NodeGroup group) => new(NodeGroup.Collection.ApiVersion, "NodeGroup", "", group.Name, group.Meta.Uid);
}
