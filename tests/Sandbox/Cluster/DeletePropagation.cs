namespace KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

/// <summary>What a deletion does to the dependents of an object: its <c>propagationPolicy</c>.</summary>
public enum DeletePropagation
{
    /// <summary>The object goes at once, its dependents soon after.</summary>
    Background,

    /// <summary>The dependents that block it go first; meanwhile the object carries the finalizer <c>foregroundDeletion</c>.</summary>
    Foreground,

    /// <summary>The dependents stay, without the reference to their owner.</summary>
    Orphan,
}
