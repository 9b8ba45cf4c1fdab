namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>What there is to do about an object.</summary>
internal enum Step
{
    /// <summary>Nothing: it is as it was applied, or cannot be helped now.</summary>
    None,

    /// <summary>It is not there.</summary>
    Create,

    /// <summary>Another configuration was applied to it than the one that is wanted.</summary>
    Update,

    /// <summary>Somebody changed what we had stated.</summary>
    Correct,
}
