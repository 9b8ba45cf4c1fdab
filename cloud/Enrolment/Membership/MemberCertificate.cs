using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>A client certificate that counts.</summary>
/// <param name="Fingerprint">SHA-256 of its DER, lower-case hex.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Authority">The key identifier of the CA that signed it, lower-case hex; <c>-</c> where it names none.</param>
public sealed record MemberCertificate(string Fingerprint, DateTimeOffset Until, string Authority)
{
    private const string Time = "yyyy-MM-ddTHH:mm:ssZ";
    private const int FingerprintLength = 64;

    /// <summary>What is written down of a certificate.</summary>
    public static MemberCertificate Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var signer = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
        return new MemberCertificate(
            FingerprintOf(certificate), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()), signer is { } key ? Convert.ToHexStringLower(key.Span) : "-");
    }

    /// <summary>SHA-256 of the DER, lower-case hex.</summary>
    public static string FingerprintOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
    }

    /// <summary>One line: fingerprint, end, signer.</summary>
    public override string ToString() => $"{Fingerprint} {Until.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture)} {Authority}";

    /// <summary>Null for a line that <see cref="ToString"/> did not write.</summary>
    internal static MemberCertificate? Parse(string line) =>
        line.Split(' ') is [{ Length: FingerprintLength } fingerprint, var until, var authority]
        && DateTimeOffset.TryParseExact(until, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new MemberCertificate(fingerprint, time, authority)
            : null;
}
