namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Changes the CA in three steps, so that nobody is ever shown a certificate that he does not trust yet. Running clouds follow each step at once.</summary>
/// <remarks>
/// Every member throws <see cref="Cluster.ClusterUnavailableException"/> where the API server does not answer or refuses, and the steps throw
/// <see cref="RotationException"/> where they cannot be taken.
/// </remarks>
public interface IAuthorityRotation
{
    /// <summary>The CAs of now, the signing one first.</summary>
    Task<IReadOnlyList<AuthorityState>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes the next CA. From now on it is trusted by the cloud, by edges as they ask (every two hours at most), and by pods; it signs nothing.</summary>
    Task AnnounceAsync(CancellationToken cancellationToken);

    /// <summary>The next CA signs for nodes, which come for new certificates as they ask; the former one still makes the cloud's own certificate, so an edge that was offline knows it.</summary>
    /// <param name="evenIfEarly">Though it was announced less than a day ago.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task PromoteAsync(bool evenIfEarly, CancellationToken cancellationToken);

    /// <summary>The former CA counts no more: the cloud's certificate comes from the new one, and nodes with certificates of the old one have to join again.</summary>
    /// <param name="evenIfUsed">Though nodes have such certificates; else these are named in the exception.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task RetireAsync(bool evenIfUsed, CancellationToken cancellationToken);
}
