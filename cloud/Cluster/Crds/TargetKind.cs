namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>How an entry of an EdgeApplication's <c>spec.workloadScope</c> says where.</summary>
public enum TargetKind
{
    /// <summary>An entry of <c>targetNodeGroups</c>: one NodeGroup by name.</summary>
    NodeGroup,

    /// <summary>An entry of <c>targetNodeGroupLabels</c>: every NodeGroup whose labels match, now or later.</summary>
    NodeGroupLabels,

    /// <summary>An entry of <c>targetNodeLabels</c>: the nodes whose labels match, of whatever group.</summary>
    NodeLabels,
}
