namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

/// <summary>How long things take on hollow nodes.</summary>
public sealed record HollowTimes
{
    /// <summary>From the binding of a pod until it runs.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a pod that is to end (of a Job) runs.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From the deletion of a pod until it has gone; never longer than its grace period.</summary>
    public TimeSpan Stop { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a node renews its lease.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A node whose lease was not renewed for so long counts as lost.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(40);
}
