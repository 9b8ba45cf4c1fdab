namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;

/// <summary>The tokens that the kubelet was last given for this node's pods.</summary>
public interface IKeptTokens
{
    /// <summary>Those for the cluster's API, of pods that are here and have not come to their end; good or not.</summary>
    IReadOnlyList<KeptToken> OfRunningPods();
}
