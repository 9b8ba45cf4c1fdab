namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Which service-account tokens are good here.</summary>
public sealed class ServiceAccountTokenOptions
{
    /// <summary>A token must be for one of these. Empty, the default, means the API server's audiences as the cloud has learnt them (<c>api-audiences</c>), and
    /// where it cannot know the cluster's issuer, which is what API servers take by default.</summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>
    /// This node, whose pods are all held: the token of a pod of this node that is not held is the token of a deleted pod.
    /// Empty, the default, means that nothing follows from a pod's absence unless all pods are held.
    /// </summary>
    public string NodeName { get; set; } = "";
}
