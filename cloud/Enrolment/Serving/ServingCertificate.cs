using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Serving;

/// <summary>
/// The cloud's own certificate. It lives in memory only: each replica makes its own from the shared CA, and a new one in time.
/// </summary>
internal sealed class ServingCertificate(
    AuthorityLoader authority, IOptions<EnrolmentOptions> options, TimeProvider time, ILogger<ServingCertificate> log)
{
    private readonly Lock _gate = new();
    private readonly EnrolmentOptions _options = options.Value;
    private X509Certificate2? _current;
    private CertificateAuthority? _signer;
    private DateTimeOffset _renewAt;

    /// <summary>The certificate to present now; cheap, asked for at every handshake.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_gate)
            {
                var now = time.GetUtcNow();
                var signer = authority.All.Serving;
                if (_current is null || signer.Hash != _signer?.Hash || now >= _renewAt)
                {
                    // The old one is left to the garbage collector: handshakes under way may still hold it.
                    _current = Make(signer);
                    _signer = signer;
                    _renewAt = now + _options.ServingCertificateLifetime * (2.0 / 3);
                    log.ServingCertificateMade(_current.NotAfter.ToUniversalTime(), _renewAt);
                }

                return _current;
            }
        }
    }

    private X509Certificate2 Make(CertificateAuthority signer)
    {
        var advertised = _options.AdvertisedNames.Append(Environment.MachineName.ToLowerInvariant()).Append("localhost").ToArray();
        var addresses = advertised.Where(name => IPAddress.TryParse(name, out _)).Select(IPAddress.Parse)
            .Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Distinct();
        var names = advertised.Where(DnsName.IsSubdomain).Where(name => !IPAddress.TryParse(name, out _)).Distinct(StringComparer.Ordinal);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = signer.IssueServing(
            new X500DistinguishedName($"CN={NodeSubject.Cloud}"), new PublicKey(key), _options.ServingCertificateLifetime, names, addresses);
        return certificate.CopyWithPrivateKey(key);
    }
}
