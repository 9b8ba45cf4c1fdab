using System.Net;
using Google.Protobuf;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Renewal;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>Enrolment as gRPC: between the messages of the wire and <see cref="Enroller"/> and <see cref="Renewer"/>.</summary>
internal sealed class EnrolmentService(Enroller enroller, Renewer renewer, ILogger<EnrolmentService> log) : Proto.Wire.Enrolment.EnrolmentBase
{
    private const int MostAddresses = 8;

    public override async Task<EnrolResponse> Enrol(EnrolRequest request, ServerCallContext context)
    {
        var address = context.GetHttpContext().Connection.RemoteIpAddress ?? IPAddress.None;
        // Into logs and messages goes only what can be a node's name.
        var node = Nodes.DnsName.IsSubdomain(request.Node) ? request.Node : "(not a name)";
        var offered = new ProtocolRange(request.ProtocolMin, request.ProtocolMax);
        if (!ProtocolRange.Ours.TryAgree(offered, out _))
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition,
                $"The edge speaks protocol {offered}, this cloud speaks {ProtocolRange.Ours}. Install an edgemesh-edge of the cloud's version."));
        }

        var token = BootstrapToken.TryParse(request.Token, out var parsed) ? parsed : null;
        try
        {
            var issued = await enroller.EnrolAsync(
                new JoinRequest(token, node, request.ClientCsr.Memory, request.ServingCsr.Memory, address, request.Replace), context.CancellationToken);
            return new EnrolResponse
            {
                ClientCertificate = UnsafeByteOperations.UnsafeWrap(issued.Client),
                ServingCertificate = UnsafeByteOperations.UnsafeWrap(issued.Serving),
                Authorities = { issued.Authorities.Select(authority => UnsafeByteOperations.UnsafeWrap(authority.RawData)) },
                ServingAuthorities = { issued.ServingAuthorities.Select(authority => UnsafeByteOperations.UnsafeWrap(authority.RawData)) },
            };
        }
        catch (JoinRefusedException e)
        {
            log.Refused(node, address.ToString(), e.Message);
            throw new RpcException(new Status(Code(e.Reason), e.Message));
        }
        catch (ClusterUnavailableException e)
        {
            log.Failed(node, address.ToString(), e.Message);
            throw new RpcException(new Status(StatusCode.Unavailable, "The cloud cannot ask the API server now; its log says why. Try again."));
        }
    }

    public override async Task<RenewResponse> Renew(RenewRequest request, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var proof = http.Features.Get<NodeProof>();
        if (proof?.Node is not { } node || http.Connection.ClientCertificate is not { } shown)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, proof?.Refusal is { } why
                ? $"The client certificate proves nothing: {why}"
                : "Only a node that shows its client certificate has its certificates renewed. Join with 'edgemesh-edge join'."));
        }

        try
        {
            var answer = await renewer.RenewAsync(
                new RenewalRequest(node, MemberCertificate.FingerprintOf(shown), MemberCertificate.Of(shown).Authority, request.ServingCertificate.Memory, Addresses(request), request.ServingCsr.Memory, request.ClientCsr.Memory), context.CancellationToken);
            return new RenewResponse
            {
                Names = { answer.Names },
                Addresses = { answer.Addresses.Select(address => address.ToString()) },
                Outdated = answer.Outdated,
                ServingCertificates = { answer.Serving.Select(certificate => UnsafeByteOperations.UnsafeWrap(certificate.RawData)) },
                ClientCertificate = UnsafeByteOperations.UnsafeWrap(answer.Client),
                Authorities = { answer.CloudAuthorities.Select(authority => UnsafeByteOperations.UnsafeWrap(authority.RawData)) },
                ClientOutdated = answer.ClientOutdated,
                ServingAuthorities = { answer.Authorities.Select(authority => UnsafeByteOperations.UnsafeWrap(authority.RawData)) },
            };
        }
        catch (JoinRefusedException e)
        {
            log.RenewalRefused(node, e.Message);
            throw new RpcException(new Status(Code(e.Reason), e.Message));
        }
        catch (SigningFailedException e)
        {
            log.RenewalRefused(node, e.Message);
            throw new RpcException(new Status(StatusCode.Unavailable,
                $"The cluster does not sign: {e.Message}. Mend that, or let the cloud's own CA sign ('edgemesh-cloud run --serving-signer auto')."));
        }
        catch (ClusterUnavailableException e)
        {
            log.RenewalRefused(node, e.Message);
            throw new RpcException(new Status(StatusCode.Unavailable, "The cloud cannot ask the API server now; its log says why. Try again."));
        }
    }

    private static IReadOnlyList<IPAddress> Addresses(RenewRequest request)
    {
        if (request.Addresses.Count > MostAddresses || !request.Addresses.All(text => IPAddress.TryParse(text, out _)))
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The addresses are more than {MostAddresses}, or some are none."));
        return [.. request.Addresses.Select(IPAddress.Parse)];
    }

    private static StatusCode Code(RefusalReason reason) => reason switch
    {
        RefusalReason.WrongToken or RefusalReason.NoLongerNode => StatusCode.Unauthenticated,
        RefusalReason.OtherNode or RefusalReason.MayNotReplace => StatusCode.PermissionDenied,
        RefusalReason.AlreadyEnrolled => StatusCode.AlreadyExists,
        RefusalReason.TooManyAttempts => StatusCode.ResourceExhausted,
        RefusalReason.NotSigned => StatusCode.Unavailable,
        RefusalReason.UnknownNode => StatusCode.NotFound,
        _ => StatusCode.InvalidArgument,
    };
}
