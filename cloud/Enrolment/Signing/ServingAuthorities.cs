using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>Whom programs on a node trust that speak to its MetaServer: our CA, and the cluster's where that may sign.</summary>
internal sealed class ServingAuthorities(ClusterRoots cluster, AuthorityLoader authority, IOptions<EnrolmentOptions> options)
{
    /// <summary>Ours first. The cluster's are left out where they cannot be had now: a later answer has them.</summary>
    public async Task<X509Certificate2Collection> FindAsync(CancellationToken cancellationToken)
    {
        var all = new X509Certificate2Collection(authority.Current.Trusted);
        if (options.Value.ServingSigner == ServingSigner.Own) return all;
        try
        {
            all.AddRange(await cluster.FindAsync(cancellationToken));
        }
        catch (Exception e) when (e is ClusterUnavailableException or CryptographicException)
        {
            // The right to read it may be missing; then the cluster does not sign either, and that is said where it is tried.
        }
        return all;
    }
}
