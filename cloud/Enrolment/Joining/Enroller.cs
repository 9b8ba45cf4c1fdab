using System.Net;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;

/// <summary>Decides whether somebody becomes a node, and signs.</summary>
internal sealed class Enroller(
    AuthorityLoader authority, NodeDirectory nodes, Members members, NodeSigners signers, ServingNames servingNames, ServingAuthorities authorities, JoinTokens tokens, WrongTokens wrongTokens,
    IOptions<EnrolmentOptions> options, TimeProvider time, ILogger<Enroller> log)
{
    /// <summary>
    /// In this order, so that a caller without a good token learns nothing about the cluster:
    /// <list type="number">
    /// <item>the address has not shown too many wrong tokens;</item>
    /// <item>the token is known, right and has not expired;</item>
    /// <item>the token is for this node;</item>
    /// <item>the cluster has the node;</item>
    /// <item>both requests ask only for what the node may have;</item>
    /// <item>nobody has the name, or it is to be replaced and the token is for this node alone;</item>
    /// <item>the token's use is counted;</item>
    /// <item>sign, and write down that this certificate is the node's, and no other.</item>
    /// </list>
    /// </summary>
    /// <exception cref="JoinRefusedException">Any of these fails.</exception>
    /// <exception cref="ClusterUnavailableException">The API server cannot be asked.</exception>
    public async Task<IssuedCertificates> EnrolAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        // 1
        if (wrongTokens.IsLocked(request.Address))
            throw new JoinRefusedException(RefusalReason.TooManyAttempts, "Too many wrong join tokens came from this address. Wait a minute and use a right one.");

        // 2 and 3
        var token = await FindTokenAsync(request, cancellationToken);
        if (token.Node is { } bound && bound != request.Node)
        {
            throw new JoinRefusedException(RefusalReason.OtherNode,
                $"The join token {token.Id} is for node '{bound}'. Join with --node-name {bound}, or make a token for this node with 'edgemesh-cloud token create'.");
        }

        // 4
        if (await nodes.FindAsync(request.Node, cancellationToken) is not { } node)
        {
            throw new JoinRefusedException(RefusalReason.UnknownNode,
                $"The cluster has no node '{request.Node}'. Use a name that 'kubectl get nodes' shows, or register the node (start its kubelet) first.");
        }

        // 5
        var client = Read(() => signers.Read(request.ClientRequest, request.Node), "client");
        var serving = Read(() => SigningRequest.Read(request.ServingRequest, request.Node), "serving");
        var (names, addresses) = await DecideNamesAsync(serving, node, cancellationToken);

        // 6
        var known = await members.FindAsync(request.Node, cancellationToken);
        CheckName(request, token, known?.Member);

        // 7
        if (!await tokens.TryUseAsync(request.Token!, cancellationToken)) throw WrongToken();

        // 8
        var (ca, subject, lifetime) = (authority.Current, NodeSubject.Of(request.Node), options.Value.NodeCertificateLifetime);
        using var clientCertificate = await signers.SignAsync(request.Node, client, cancellationToken);
        using var servingCertificate = ca.IssueServing(subject, serving.Key, lifetime, names, addresses);
        var member = new Member(request.Node, time.GetUtcNow(), token.Id, [MemberCertificate.Of(clientCertificate)], null);
        if (!await members.TryWriteAsync(member, known?.Version, cancellationToken))
            throw new JoinRefusedException(RefusalReason.AlreadyEnrolled, $"Somebody else joined as node '{request.Node}' at the same moment. If that was not meant, look who has a token.");
        log.Enrolled(request.Node, token.Id, request.Address.ToString(), clientCertificate.NotAfter.ToUniversalTime());
        return new IssuedCertificates(clientCertificate.RawData, servingCertificate.RawData, ca.Trusted, await authorities.FindAsync(cancellationToken));
    }

    private async Task<TokenRecord> FindTokenAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        if (request.Token is { } token && await tokens.FindAsync(token, cancellationToken) is { } found) return found;

        wrongTokens.Count(request.Address);
        throw WrongToken();
    }

    private static JoinRefusedException WrongToken() => new(RefusalReason.WrongToken,
        "The join token is wrong, was deleted or used up, or has expired. Make a new one with 'edgemesh-cloud token create'.");

    /// <summary>Whoever has the name keeps it, unless both the machine that joins and the person who made the token say otherwise.</summary>
    private void CheckName(JoinRequest request, TokenRecord token, Member? known)
    {
        if (known is null || (known.Revoked is null && !known.IsEnrolled(time.GetUtcNow()))) return;
        var state = known.Revoked is { } revoked ? $"was revoked at {revoked:u}" : $"has joined already, at {known.Joined:u}";
        if (!request.Replace)
        {
            throw new JoinRefusedException(RefusalReason.AlreadyEnrolled, $"Node '{request.Node}' {state}. If this machine is to be that node from now on, join with --replace and a token for it " +
                $"('edgemesh-cloud token create --node {request.Node}'): what runs under the name now is cut off.");
        }
        if (token.Node != request.Node)
        {
            throw new JoinRefusedException(RefusalReason.MayNotReplace, $"Node '{request.Node}' {state}, and the join token {token.Id}, which is for any node, replaces none. " +
                $"Make one for it: 'edgemesh-cloud token create --node {request.Node}'.");
        }
    }

    private static SigningRequest Read(Func<SigningRequest> read, string which)
    {
        try
        {
            return read();
        }
        catch (SigningRequestException e)
        {
            throw new JoinRefusedException(RefusalReason.BadRequest, $"The {which} certificate request is refused: {e.Message}.");
        }
    }

    private async Task<(IReadOnlyList<string>, IReadOnlyList<IPAddress>)> DecideNamesAsync(
        SigningRequest serving, NodeAddresses node, CancellationToken cancellationToken)
    {
        try
        {
            return await servingNames.DecideAsync(serving, node, cancellationToken);
        }
        catch (SigningRequestException e)
        {
            throw new JoinRefusedException(RefusalReason.BadRequest, $"The serving certificate request is refused: {e.Message}.");
        }
    }
}
