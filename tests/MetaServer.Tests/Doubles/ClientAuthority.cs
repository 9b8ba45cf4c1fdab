using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>A CA of client certificates.</summary>
internal sealed class ClientAuthority : IDisposable
{
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public X509Certificate2 Certificate { get; } = Make();

    /// <summary>A certificate with its key; for clients unless <paramref name="usage"/> says otherwise.</summary>
    public X509Certificate2 Issue(string subject, string usage = "1.3.6.1.5.5.7.3.2", TimeSpan? age = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        var from = Now - (age ?? TimeSpan.FromHours(1));
        using var signed = request.Create(Certificate, from, from.AddHours(2), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose() => Certificate.Dispose();

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cluster", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Now.AddDays(-3), Now.AddDays(1));
    }
}
