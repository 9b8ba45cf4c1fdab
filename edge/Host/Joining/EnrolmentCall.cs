using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;

namespace KubeEdge.EdgeMesh.Edge.Host.Joining;

/// <summary>The one call of a join, between the messages of the wire and ours.</summary>
internal static class EnrolmentCall
{
    /// <exception cref="JoinException">The cloud refuses, or cannot be reached.</exception>
    public static async Task<(X509Certificate2 Client, X509Certificate2 Serving, X509Certificate2Collection Authorities, X509Certificate2Collection ServingAuthorities)> EnrolAsync(
        CloudAddress cloud, X509Certificate2 authority, BootstrapToken token, string node, bool replace, NodeKeys keys, CancellationToken cancellationToken)
    {
        var tls = new CloudTls(() => [authority], client: null);
        using var channel = GrpcChannel.ForAddress(cloud.Uri, new GrpcChannelOptions { HttpHandler = tls.CreateHandler(), DisposeHttpClient = true });
        var request = new EnrolRequest
        {
            Token = token.Reveal(),
            Node = node,
            ClientCsr = UnsafeByteOperations.UnsafeWrap(keys.ClientRequest()),
            ServingCsr = UnsafeByteOperations.UnsafeWrap(keys.ServingRequest()),
            ProtocolMin = ProtocolRange.Ours.Lowest,
            ProtocolMax = ProtocolRange.Ours.Highest,
            Replace = replace,
        };
        try
        {
            var response = await new Enrolment.EnrolmentClient(channel).EnrolAsync(request, cancellationToken: cancellationToken);
            var authorities = new X509Certificate2Collection();
            foreach (var der in response.Authorities) authorities.Add(X509CertificateLoader.LoadCertificate(der.Span));
            var signers = new X509Certificate2Collection();
            foreach (var der in response.ServingAuthorities) signers.Add(X509CertificateLoader.LoadCertificate(der.Span));
            return (X509CertificateLoader.LoadCertificate(response.ClientCertificate.Span), X509CertificateLoader.LoadCertificate(response.ServingCertificate.Span), authorities,
                // An older cloud signs with its own CA, and does not say so.
                signers.Count > 0 ? signers : authorities);
        }
        catch (RpcException e) when (tls.Refusal is { } refusal)
        {
            throw new JoinException($"What answers at {cloud} is not trusted: {refusal}.", e);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Status.Detail, e, cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            throw new JoinException($"The cloud at {cloud} does not know how to enrol nodes: it is of another version. Install the same version on both sides.", e);
        }
        catch (RpcException e)
        {
            throw new JoinException(e.Status.Detail, e) { MayPass = e.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded };
        }
        catch (CryptographicException e)
        {
            throw new JoinException($"The cloud at {cloud} answered with something that is no certificate. Install the same version on both sides.", e);
        }
    }
}
