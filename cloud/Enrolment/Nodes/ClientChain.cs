using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <summary>Whether a client certificate comes from one of some CAs and is valid now.</summary>
internal static class ClientChain
{
    private static readonly Oid s_clientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Null where it does; else why not, for the log.</summary>
    public static string? FindFault(X509Certificate2 certificate, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        var fault = Build(certificate, authorities, now);
        // One by one too: of two CAs of one name, as there are while one is changed, the platform looks at one only.
        return fault is null || (authorities.Count > 1 && authorities.Any(authority => Build(certificate, [authority], now) is null)) ? null : fault;
    }

    private static string? Build(X509Certificate2 certificate, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(s_clientAuthentication);
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        return chain.Build(certificate) ? null : string.Join("; ", chain.ChainStatus.Select(status => status.Status));
    }
}
