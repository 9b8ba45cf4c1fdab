using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Makes a new CA, and reads one that was kept.</summary>
internal static class AuthorityMaker
{
    /// <summary>A new self-signed CA, as PEM: certificate and PKCS#8 key.</summary>
    public static (string Certificate, string Key) Make(DateTimeOffset now, TimeSpan lifetime)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The serial number in the name tells two CAs apart where both are trusted during a change.
        var serial = SerialNumber.Next();
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("edgemesh-ca");
        subject.Add("2.5.4.5", Convert.ToHexStringLower(serial.AsSpan(0, 8)));
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - TimeSpan.FromHours(1), now + lifetime, serial);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Reads what <see cref="Make"/> made; further certificates after the first are trusted too.</summary>
    /// <exception cref="CryptographicException">The PEM is damaged, or the key does not belong to the certificate.</exception>
    /// <exception cref="ArgumentException">There is no certificate or no key in it.</exception>
    public static CertificateAuthority Load(string certificates, string key, TimeProvider time)
    {
        var all = new X509Certificate2Collection { X509Certificate2.CreateFromPem(certificates, key) };
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPem(certificates);
        foreach (var further in trusted.Skip(1)) all.Add(further);
        return new CertificateAuthority(all, time);
    }
}
