namespace KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;

/// <summary>What became of the wish to evict a pod.</summary>
/// <param name="Outcome">What the API server did.</param>
/// <param name="RetryAfter">When to ask again, where it says so.</param>
/// <param name="Reason">Why not, in the API server's words; empty where there was no objection.</param>
internal sealed record Eviction(EvictionOutcome Outcome, TimeSpan RetryAfter, string Reason)
{
    public static Eviction Accepted { get; } = new(EvictionOutcome.Accepted, TimeSpan.Zero, "");

    public static Eviction Gone { get; } = new(EvictionOutcome.Gone, TimeSpan.Zero, "");
}
