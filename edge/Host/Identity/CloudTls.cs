using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>How we know the cloud: its certificate comes from our CA, is for the host that we dialled, and is the cloud's, not another node's.</summary>
internal sealed class CloudTls(Func<X509Certificate2Collection> authorities, Func<X509Certificate2>? client)
{
    /// <summary>Why the last handshake was refused, for a person; null where none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>A handler for connections to the cloud and nowhere else: no proxy, no cookies, no redirects.</summary>
    public SocketsHttpHandler CreateHandler()
    {
        return new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = Policy(authorities()),
                // Asked for at every handshake: a renewed certificate comes into use without a new handler.
                LocalCertificateSelectionCallback = client is null ? null : (_, _, _, _, _) => client(),
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => (Refusal = FindFault(certificate as X509Certificate2, Again(certificate as X509Certificate2, errors))) is null,
            },
        };
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>A handler that is used for good may be older than the CA of now: what it does not trust is held against that.</summary>
    private SslPolicyErrors Again(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (certificate is null || !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)) return errors;
        using var chain = new X509Chain { ChainPolicy = Policy(authorities()) };
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        return chain.Build(certificate) ? errors & ~SslPolicyErrors.RemoteCertificateChainErrors : errors;
    }

    private static string? FindFault(X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "it presented no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return "its certificate does not come from the cloud's CA, or is not valid now (is this node's clock right?)";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate is not for this name, but for {Names(certificate)}: use one of these, or start the cloud with --advertise";
        if (certificate.GetNameInfo(X509NameType.SimpleName, false) != NodeSubject.Cloud)
            return "it is another node, not the cloud";
        return errors == SslPolicyErrors.None ? null : errors.ToString();
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? "none" : string.Join(", ", names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(ip => ip.ToString())));
    }
}
