namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>The nodes that have joined.</summary>
/// <remarks>Every member throws <see cref="Cluster.ClusterUnavailableException"/> where the API server does not answer or refuses.</remarks>
public interface IMembers
{
    /// <summary>All of them, the revoked ones included, by name.</summary>
    Task<IReadOnlyList<Member>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// From now on no certificate says that somebody is this node: streams and connections that are open end at every replica, new ones are refused, and none is
    /// renewed. False where no node of that name has joined.
    /// </summary>
    Task<bool> RevokeAsync(string node, CancellationToken cancellationToken);
}
