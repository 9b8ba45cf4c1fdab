using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Certificates;

/// <summary>A certificate authority for one test cluster: ECDSA P-256, ten years, and so long lasts what it issues. It lives as long as the process, unless it is kept in files.</summary>
public sealed class ClusterAuthority : IDisposable
{
    private readonly ECDsa _key;
    private readonly TimeProvider _time;

    /// <summary>Makes a new authority.</summary>
    /// <param name="commonName">Its subject's common name.</param>
    /// <param name="time">The clock.</param>
    public ClusterAuthority(string commonName, TimeProvider time)
    {
        _time = time;
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(3650));
    }

    /// <summary>Takes up an authority that was kept.</summary>
    /// <param name="certificatePem">From <see cref="CertificatePem"/>.</param>
    /// <param name="keyPem">From <see cref="ExportKeyPem"/>.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CryptographicException">The two are no certificate and key, or do not belong together.</exception>
    public ClusterAuthority(string certificatePem, string keyPem, TimeProvider time)
    {
        _time = time;
        _key = ECDsa.Create();
        _key.ImportFromPem(keyPem);
        using var certificate = X509Certificate2.CreateFromPem(certificatePem);
        Certificate = certificate.CopyWithPrivateKey(_key);
    }

    /// <summary>The authority's certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The authority's certificate as PEM.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem();

    /// <summary>The authority's private key as PEM: whoever has it can become anybody.</summary>
    public string ExportKeyPem() => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>Issues a server's certificate for these DNS names and addresses.</summary>
    public X509Certificate2 IssueServer(string commonName, params IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        }
        return Issue($"CN={commonName}", "1.3.6.1.5.5.7.3.1", alternatives.Build());
    }

    /// <summary>Issues a client's certificate: the common name is the user, the organisations are its groups.</summary>
    public X509Certificate2 IssueClient(string user, params IEnumerable<string> groups) =>
        Issue(string.Join(", ", groups.Select(group => $"O={group}").Append($"CN={user}")), "1.3.6.1.5.5.7.3.2", null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Issue(string subject, string usage, X509Extension? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        if (alternatives is not null) request.CertificateExtensions.Add(alternatives);
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        var now = _time.GetUtcNow();
        using var certificate = request.Create(Certificate, now.AddMinutes(-5), Certificate.NotAfter.ToUniversalTime(), serial);
        return certificate.CopyWithPrivateKey(key);
    }
}
