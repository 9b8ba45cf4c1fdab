namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>How an object does.</summary>
internal enum HealthState
{
    /// <summary>It does what it is there for, at the generation that was asked for.</summary>
    Available,

    /// <summary>It is on its way there.</summary>
    Progressing,

    /// <summary>It will not get there by itself.</summary>
    Failed,
}
