namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;

/// <summary>How a target does, by its name in the API.</summary>
internal enum TargetHealth
{
    /// <summary>As it is wanted, and available.</summary>
    Available,

    /// <summary>On its way.</summary>
    Progressing,

    /// <summary>What runs is available, but it is not what is wanted, and something has to be mended.</summary>
    Degraded,

    /// <summary>It does not run, and will not by itself.</summary>
    Failed,

    /// <summary>Its turn in the rollout has not come.</summary>
    Waiting,

    /// <summary>The cluster could not be read.</summary>
    Unknown,
}
