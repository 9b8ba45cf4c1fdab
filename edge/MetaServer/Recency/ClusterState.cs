namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>What the cluster holds of all that a request asks for: names and versions.</summary>
/// <param name="Revision">The state's own; 0 where it is of one object, which carries none.</param>
/// <param name="Versions">The revision of each object, in the order of a list.</param>
/// <param name="HasMore">Whether it is a page that others follow: then nothing is said of what lies behind its last object.</param>
internal sealed record ClusterState(long Revision, ListedVersions Versions, bool HasMore)
{
    private volatile bool _isReached;

    /// <summary>Whether the store was seen to hold it or what came after it. What is reached stays reached: who shares the answer need not compare again.</summary>
    public bool IsReached
    {
        get => _isReached;
        set => _isReached = value;
    }
}
