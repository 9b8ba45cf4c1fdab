using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>When a certificate is to be renewed.</summary>
internal static class RenewalTime
{
    /// <summary>
    /// Between 70 and 90 % of its life. Where in between is decided by the certificate's serial number, which is random: a fleet that joined
    /// together renews spread out, and a restart changes nothing.
    /// </summary>
    public static DateTimeOffset Of(X509Certificate2 certificate)
    {
        var (from, until) = (new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        var serial = certificate.SerialNumberBytes.Span;
        return from + (until - from) * (0.7 + 0.2 * serial[^1] / byte.MaxValue);
    }
}
