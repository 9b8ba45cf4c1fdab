namespace KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;

/// <summary>What the API server did with an eviction.</summary>
internal enum EvictionOutcome
{
    /// <summary>The pod is on its way out.</summary>
    Accepted,

    /// <summary>The pod is not there any more, or another has its name.</summary>
    Gone,

    /// <summary>A PodDisruptionBudget does not allow it now.</summary>
    Blocked,

    /// <summary>The API server is too busy to decide.</summary>
    Busy,
}
