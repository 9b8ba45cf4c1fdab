namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>The watchers of one collection and its live tail. Guarded by the publication's lock.</summary>
internal sealed class Feed
{
    public HashSet<ObjectWatch> Watches { get; } = [];

    public EventNode Tail { get; set; } = new(null, 0, 0);
}
