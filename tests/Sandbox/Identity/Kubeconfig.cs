using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Identity;

/// <summary>Writes kubeconfigs, with everything in them.</summary>
internal static class Kubeconfig
{
    /// <summary>With a client certificate.</summary>
    public static string ForCertificate(Uri address, string caPem, X509Certificate2 certificate, string user)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return Write(address, caPem, user, $"client-certificate-data: {Base64(certificate.ExportCertificatePem())}, client-key-data: {Base64(key.ExportPkcs8PrivateKeyPem())}");
    }

    /// <summary>With a token.</summary>
    public static string ForToken(Uri address, string caPem, string token) => Write(address, caPem, "token", $"token: {token}");

    private static string Write(Uri address, string caPem, string user, string credential) =>
        $$"""
        apiVersion: v1
        kind: Config
        current-context: sandbox
        contexts:
        - name: sandbox
          context: { cluster: sandbox, user: "{{user}}", namespace: default }
        clusters:
        - name: sandbox
          cluster: { server: "{{address.GetLeftPart(UriPartial.Authority)}}", certificate-authority-data: {{Base64(caPem)}} }
        users:
        - name: "{{user}}"
          user: { {{credential}} }

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
