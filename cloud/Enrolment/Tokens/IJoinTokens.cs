using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;

/// <summary>
/// The join tokens: Kubernetes bootstrap-token Secrets in kube-system, so those that <c>kubeadm token create</c> makes count too.
/// </summary>
/// <remarks>Every member throws <see cref="Cluster.ClusterUnavailableException"/> where the API server does not answer or refuses.</remarks>
public interface IJoinTokens
{
    /// <summary>Makes a token. It works from now on, at every replica.</summary>
    Task<JoinToken> CreateAsync(TokenTerms terms, CancellationToken cancellationToken);

    /// <summary>All tokens with which a node may join, expired ones included until the cluster removes them.</summary>
    Task<IReadOnlyList<TokenRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes a token useless at once; false where there is none of that id.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
