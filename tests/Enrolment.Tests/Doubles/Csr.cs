using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;

/// <summary>Certificate requests, good and bad.</summary>
internal static class Csr
{
    public static byte[] Make(X500DistinguishedName subject, ECDsa key, params string[] names)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
            {
                if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
                else if (name.Contains("://", StringComparison.Ordinal)) alternatives.AddUri(new Uri(name));
                else alternatives.AddDnsName(name);
            }

            request.CertificateExtensions.Add(alternatives.Build());
        }

        return request.CreateSigningRequest();
    }

    public static byte[] Make(string subject, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Make(new X500DistinguishedName(subject), key, names);
    }
}
