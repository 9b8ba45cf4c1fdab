using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Signs certificates. What they say is decided here, never copied from a request.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>Clocks at the edge are seldom exact: a certificate is valid from a little before it was made.</summary>
    private static readonly TimeSpan _backdate = TimeSpan.FromMinutes(10);

    private static readonly Oid _clientAuthentication = new("1.3.6.1.5.5.7.3.2");
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly ECDsa _key;
    private readonly X509SignatureGenerator _generator;
    private readonly TimeProvider _time;

    /// <param name="certificates">The signing certificate with its key first; the others are trusted only.</param>
    /// <param name="time">The clock.</param>
    public CertificateAuthority(X509Certificate2Collection certificates, TimeProvider time)
    {
        Certificate = certificates[0];
        Trusted = certificates;
        _time = time;
        _key = Certificate.GetECDsaPrivateKey() ?? throw new CryptographicException("the CA's key is not an ECDSA key");
        _generator = X509SignatureGenerator.CreateForECDsa(_key);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Certificate.RawData));
    }

    /// <summary>The certificate that signs.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>All CAs that are trusted, the signing one first.</summary>
    public X509Certificate2Collection Trusted { get; }

    /// <summary>SHA-256 of the signing certificate's DER, lower-case hex: what a join token pins.</summary>
    public string Hash { get; }

    /// <summary>What certificates that it signed name it by.</summary>
    public string KeyIdentifier => KeyIdentifierOf(Certificate);

    /// <summary>What certificates name a CA by; empty for one that has no such name.</summary>
    public static string KeyIdentifierOf(X509Certificate2 authority) =>
        authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifier?.ToLowerInvariant() ?? "";

    /// <summary>A certificate with which a node says who it is.</summary>
    public X509Certificate2 IssueClient(X500DistinguishedName subject, PublicKey key, TimeSpan lifetime) =>
        Issue(subject, key, lifetime, _clientAuthentication, null);

    /// <summary>A certificate to serve with under these names.</summary>
    public X509Certificate2 IssueServing(
        X500DistinguishedName subject, PublicKey key, TimeSpan lifetime, IEnumerable<string> names, IEnumerable<IPAddress> addresses)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        foreach (var address in addresses) alternatives.AddIpAddress(address);
        return Issue(subject, key, lifetime, _serverAuthentication, alternatives.Build());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        foreach (var certificate in Trusted) certificate.Dispose();
    }

    private X509Certificate2 Issue(X500DistinguishedName subject, PublicKey key, TimeSpan lifetime, Oid purpose, X509Extension? alternatives)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([purpose], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        if (alternatives is not null)
            request.CertificateExtensions.Add(alternatives);

        var now = _time.GetUtcNow();
        var until = now + lifetime;
        var lastDay = new DateTimeOffset(Certificate.NotAfter.ToUniversalTime());
        var from = now - _backdate;
        var firstDay = new DateTimeOffset(Certificate.NotBefore.ToUniversalTime());
        return request.Create(Certificate.SubjectName, _generator, from < firstDay ? firstDay : from, until > lastDay ? lastDay : until, SerialNumber.Next());
    }
}
