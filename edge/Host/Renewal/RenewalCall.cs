using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KubeEdge.EdgeMesh.Edge.Sync;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <inheritdoc cref="IRenewalCall"/>
internal sealed class RenewalCall(ICloudEndpoint cloud, TimeProvider time) : IRenewalCall
{
    /// <summary>The cluster's own signer takes its time.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(45);

    public async Task<Advice> AskAsync(
        X509Certificate2 serving, IReadOnlyList<IPAddress> addresses, ReadOnlyMemory<byte> servingRequest, ReadOnlyMemory<byte> clientRequest, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var channel = GrpcChannel.ForAddress(cloud.Address, new GrpcChannelOptions { HttpHandler = cloud.CreateHandler(), DisposeHttpClient = true });
        var request = new RenewRequest
        {
            ServingCertificate = UnsafeByteOperations.UnsafeWrap(serving.RawDataMemory),
            Addresses = { addresses.Select(address => address.ToString()) },
            ServingCsr = UnsafeByteOperations.UnsafeWrap(servingRequest),
            ClientCsr = UnsafeByteOperations.UnsafeWrap(clientRequest),
        };
        try
        {
            return Read(await new Enrolment.EnrolmentClient(channel).RenewAsync(request, cancellationToken: either.Token));
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException e) when (patience.IsCancellationRequested)
        {
            throw new RenewalException($"the cloud did not answer within {_patience.TotalSeconds:0} s", e);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            throw new RenewalException("the cloud is of an older version, which renews no certificates: upgrade it", e);
        }
        catch (RpcException e)
        {
            throw new RenewalException((e.Status.DebugException is null ? null : cloud.Problem) ?? e.Status.Detail.TrimEnd('.'), e);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new RenewalException("the cloud answered with something that is no certificate or no address: install the same version on both sides", e);
        }
    }

    private static Advice Read(RenewResponse response)
    {
        var serving = new X509Certificate2Collection();
        var authorities = new X509Certificate2Collection();
        foreach (var der in response.ServingAuthorities) authorities.Add(X509CertificateLoader.LoadCertificate(der.Span));
        var cloud = new X509Certificate2Collection();
        foreach (var der in response.Authorities) cloud.Add(X509CertificateLoader.LoadCertificate(der.Span));
        foreach (var der in response.ServingCertificates) serving.Add(X509CertificateLoader.LoadCertificate(der.Span));
        return new Advice(
            [.. response.Names], [.. response.Addresses.Select(IPAddress.Parse)], response.Outdated, serving,
            response.ClientCertificate.IsEmpty ? null : X509CertificateLoader.LoadCertificate(response.ClientCertificate.Span), authorities, cloud, response.ClientOutdated);
    }
}
