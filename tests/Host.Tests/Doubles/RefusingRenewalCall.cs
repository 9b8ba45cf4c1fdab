using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>A cloud that renews client certificates, and refuses whatever concerns the serving certificate.</summary>
internal sealed class RefusingRenewalCall(TimeProvider time) : IRenewalCall
{
    public const string Refusal = "it asks to serve as 192.0.2.99, which the cluster does not know as this node's";

    public Task<Advice> AskAsync(
        X509Certificate2 serving, IReadOnlyList<IPAddress> addresses, ReadOnlyMemory<byte> servingRequest, ReadOnlyMemory<byte> clientRequest, CancellationToken cancellationToken)
    {
        if (addresses.Count > 0 || !servingRequest.IsEmpty || clientRequest.IsEmpty) throw new RenewalException(Refusal);
        var request = CertificateRequest.LoadSigningRequest(clientRequest.ToArray(), HashAlgorithmName.SHA256);
        var now = time.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = request.Create(
            new X500DistinguishedName("CN=ca"), X509SignatureGenerator.CreateForECDsa(key), now.AddMinutes(-5), now.AddDays(365), RandomNumberGenerator.GetBytes(8));
        return Task.FromResult(new Advice([], [], Outdated: true, [], signed, [], [], false));
    }
}
