using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>Decides who signs the client certificates of nodes, see <see cref="NodeSigner"/>.</summary>
internal sealed class NodeSigners(ClusterNodeSigner cluster, AuthorityLoader authority, IOptions<EnrolmentOptions> options)
{
    private NodeSigner Choice => options.Value.NodeSigner;

    /// <summary>Reads a request and decides whether it may be signed.</summary>
    /// <param name="der">PKCS#10.</param>
    /// <param name="node">Whose it is to be.</param>
    /// <exception cref="SigningRequestException">It asks for what a node may not have.</exception>
    public SigningRequest Read(ReadOnlyMemory<byte> der, string node)
    {
        var request = SigningRequest.Read(der, node);
        if (request.Names.Count + request.Addresses.Count > 0) throw new SigningRequestException("it asks for alternative names, which a client has none of");
        // The cluster's signer copies what the request says: so it says what was decided, and nothing else.
        if (Choice == NodeSigner.Cluster && !request.IsBare)
            throw new SigningRequestException($"the cluster is to sign it, so it must say exactly '{NodeSubject.Of(node).Name}', without extensions and attributes");
        return request;
    }

    /// <summary>Signs what <see cref="Read"/> gave.</summary>
    /// <exception cref="JoinRefusedException">The cluster is to sign, and does not.</exception>
    public async Task<X509Certificate2> SignAsync(string node, SigningRequest request, CancellationToken cancellationToken)
    {
        if (Choice == NodeSigner.Own) return authority.Current.IssueClient(NodeSubject.Of(node), request.Key, options.Value.NodeCertificateLifetime);
        try
        {
            return await cluster.SignAsync(node, request, cancellationToken);
        }
        catch (SigningFailedException e)
        {
            throw new JoinRefusedException(RefusalReason.NotSigned,
                $"The cluster does not sign the client certificate of node '{node}': {e.Message}. Mend that (the rights for it are in cloud/deploy/edgemesh-cloud-node-signer.yaml), " +
                "or let the cloud's own CA sign ('edgemesh-cloud run --node-signer own'). A join token for a number of uses has lost one.");
        }
    }

    /// <summary>Whether the one who would sign now is another than the one who signed a certificate that names its CA so.</summary>
    public bool WouldDiffer(string shownAuthority) => Choice == NodeSigner.Own ? shownAuthority != authority.Current.KeyIdentifier : authority.All.IsOurs(shownAuthority);
}
