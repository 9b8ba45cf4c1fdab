using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Renewal;

/// <summary>Keeps the certificates of nodes that have joined good: what they say is decided here, as at the join.</summary>
internal sealed class Renewer(
    NodeDirectory nodes, Members members, ServingNames servingNames, ServingSigners signers, NodeSigners nodeSigners, ServingAuthorities authorities, AuthorityLoader authority, ILogger<Renewer> log)
{
    /// <exception cref="JoinRefusedException">The node asks for what it may not have, or the cluster does not have it.</exception>
    /// <exception cref="Cluster.ClusterUnavailableException">The API server cannot be asked.</exception>
    /// <exception cref="SigningFailedException">The cluster alone may sign, and does not.</exception>
    public async Task<RenewalAnswer> RenewAsync(RenewalRequest request, CancellationToken cancellationToken)
    {
        if (await nodes.FindAsync(request.Node, cancellationToken) is not { } node)
            throw new JoinRefusedException(RefusalReason.UnknownNode, $"The cluster has no node '{request.Node}': register it, and its certificates are renewed.");
        try
        {
            var (names, addresses) = await servingNames.DecideAsync(request.Addresses, node, cancellationToken);
            var serving = request.ServingRequest.IsEmpty ? [] : await SignAsync(request, names, addresses, cancellationToken);
            var client = request.ClientRequest.IsEmpty ? [] : await SignClientAsync(request, cancellationToken);
            return new RenewalAnswer(names, addresses, IsOutdated(request.Current, names, addresses), serving, client, await authorities.FindAsync(cancellationToken),
                authority.Current.Trusted, nodeSigners.WouldDiffer(request.ShownAuthority));
        }
        catch (SigningRequestException e)
        {
            throw new JoinRefusedException(RefusalReason.BadRequest, $"The certificate request of node '{request.Node}' is refused: {e.Message}.");
        }
    }

    private async Task<X509Certificate2Collection> SignAsync(
        RenewalRequest request, IReadOnlyList<string> names, IReadOnlyList<System.Net.IPAddress> addresses, CancellationToken cancellationToken)
    {
        var asked = SigningRequest.Read(request.ServingRequest, request.Node);
        // The cluster's signer copies what the request says: so it says what was decided, and nothing else.
        if (!names.ToHashSet(StringComparer.Ordinal).SetEquals(asked.Names) || !addresses.ToHashSet().SetEquals(asked.Addresses))
            throw new SigningRequestException("it does not ask for exactly the names that were decided; they may just have changed, ask again");
        var signed = await signers.SignAsync(new ServingRequest(request.Node, asked.Key, names, addresses, request.ServingRequest), cancellationToken);
        log.ServingRenewed(request.Node, signed[0].Issuer, signed[0].NotAfter.ToUniversalTime());
        return signed;
    }

    private async Task<byte[]> SignClientAsync(RenewalRequest request, CancellationToken cancellationToken)
    {
        using var signed = await nodeSigners.SignAsync(request.Node, nodeSigners.Read(request.ClientRequest, request.Node), cancellationToken);
        // Written down before it is told: a certificate that its node has counts everywhere.
        if (!await members.TryAddCertificateAsync(request.Node, request.Shown, MemberCertificate.Of(signed), cancellationToken))
            throw new JoinRefusedException(RefusalReason.NoLongerNode, $"The certificate of node '{request.Node}' no longer counts: it was revoked, or another machine has taken the name.");
        log.ClientRenewed(request.Node, signed.NotAfter.ToUniversalTime());
        return signed.RawData;
    }

    private bool IsOutdated(ReadOnlyMemory<byte> der, IReadOnlyList<string> names, IReadOnlyList<System.Net.IPAddress> addresses)
    {
        if (der.IsEmpty) return true;
        try
        {
            using var current = X509CertificateLoader.LoadCertificate(der.Span);
            var said = current.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
            return !names.ToHashSet(StringComparer.Ordinal).SetEquals(said?.EnumerateDnsNames() ?? [])
                || !addresses.ToHashSet().SetEquals(said?.EnumerateIPAddresses() ?? [])
                || signers.WouldDiffer(current);
        }
        catch (CryptographicException e)
        {
            throw new SigningRequestException("the certificate in use cannot be read", e);
        }
    }
}
