namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>In which order the targets of an EdgeApplication follow its spec.</summary>
public enum RolloutType
{
    /// <summary>All of them at the same time.</summary>
    AllAtOnce,

    /// <summary>One after the other in the order given, each when the one before is available.</summary>
    GroupByGroup,
}
