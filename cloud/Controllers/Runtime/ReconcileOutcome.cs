namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>What became of a look at a key.</summary>
internal enum ReconcileOutcome
{
    /// <summary>All is as it should be.</summary>
    Success,

    /// <summary>Nothing failed, and another look was asked for.</summary>
    Requeue,

    /// <summary>Somebody else changed the object meanwhile; it is looked at again.</summary>
    Conflict,

    /// <summary>It failed and is tried again.</summary>
    Failure,

    /// <summary>It cannot be done until somebody changes it.</summary>
    Terminal,
}
