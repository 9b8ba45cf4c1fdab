using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>Makes the handlers that reach an API server.</summary>
internal static class ClusterTransport
{
    /// <summary>Trusts the configured CA; presents the configured client certificate only <paramref name="asOurselves"/>.</summary>
    public static SocketsHttpHandler CreateHandler(KubernetesClientConfiguration configuration, bool asOurselves)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 1 << 20,
            // A dead peer shows itself within half a minute, on idle watches too.
            KeepAlivePingDelay = TimeSpan.FromSeconds(15),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        Trust(handler.SslOptions, configuration);
        if (asOurselves && ClientCertificate(configuration) is { } certificate)
            handler.SslOptions.ClientCertificates = [certificate];
        return handler;
    }

    private static void Trust(SslClientAuthenticationOptions ssl, KubernetesClientConfiguration configuration)
    {
        if (configuration.SkipTlsVerify)
        {
#pragma warning disable CA5359 // The kubeconfig says insecure-skip-tls-verify: its owner's choice, as with kubectl.
            ssl.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            return;
        }

        if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            ssl.CertificateChainPolicy = policy;
        }

        if (configuration.TlsServerName is { Length: > 0 } name)
        {
            ssl.RemoteCertificateValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None
                || (errors == SslPolicyErrors.RemoteCertificateNameMismatch && certificate is X509Certificate2 leaf && leaf.MatchesHostname(name));
        }
    }

    private static X509Certificate2? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        var certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        return certificate is null || key is null ? null : X509Certificate2.CreateFromPem(certificate, key);
    }

    private static string? Pem(string? base64, string? path) =>
        !string.IsNullOrEmpty(base64) ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
        : !string.IsNullOrEmpty(path) ? File.ReadAllText(path)
        : null;
}
