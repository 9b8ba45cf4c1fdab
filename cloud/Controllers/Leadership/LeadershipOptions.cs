namespace KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;

/// <summary>How replicas agree on the one that runs the controllers.</summary>
public sealed class LeadershipOptions
{
    /// <summary>Whether to agree at all (<c>--leader-elect</c>). Without it the controllers run at once: for one replica only.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The namespace of the Lease (<c>--namespace</c>).</summary>
    public string Namespace { get; set; } = "edgemesh-system";

    /// <summary>The name of the Lease.</summary>
    public string Name { get; set; } = "edgemesh-cloud";

    /// <summary>What the Lease calls this process; no two may be the same. Empty: the host's name and a random part.</summary>
    public string Identity { get; set; } = "";

    /// <summary>How long the Lease holds after it was last renewed: so long nobody leads when a leader vanishes. Whole seconds, at least 1 s.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A leader that could not renew for so long stops its controllers. Less than <see cref="LeaseDuration"/>: the difference is the time they
    /// have to stop before another takes over.
    /// </summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the leader renews and the others look; less than <see cref="RenewDeadline"/>.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);
}
