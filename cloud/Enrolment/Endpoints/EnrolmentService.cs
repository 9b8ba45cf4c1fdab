using System.Net;
using Google.Protobuf;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;

/// <summary>Enrolment as gRPC: between the messages of the wire and <see cref="Enroller"/>.</summary>
internal sealed class EnrolmentService(Enroller enroller, ILogger<EnrolmentService> log) : Proto.Wire.Enrolment.EnrolmentBase
{
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
                new JoinRequest(token, node, request.ClientCsr.Memory, request.ServingCsr.Memory, address), context.CancellationToken);
            return new EnrolResponse
            {
                ClientCertificate = UnsafeByteOperations.UnsafeWrap(issued.Client),
                ServingCertificate = UnsafeByteOperations.UnsafeWrap(issued.Serving),
                Authorities = { issued.Authorities.Select(authority => UnsafeByteOperations.UnsafeWrap(authority.RawData)) },
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

    private static StatusCode Code(RefusalReason reason) => reason switch
    {
        RefusalReason.WrongToken => StatusCode.Unauthenticated,
        RefusalReason.OtherNode => StatusCode.PermissionDenied,
        RefusalReason.TooManyAttempts => StatusCode.ResourceExhausted,
        RefusalReason.UnknownNode => StatusCode.NotFound,
        _ => StatusCode.InvalidArgument,
    };
}
