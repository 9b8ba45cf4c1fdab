using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Identity;

namespace KubeEdge.EdgeMesh.Edge.Host.Joining;

/// <summary>Finds the CA that the join token means. Nothing secret is said on this connection, and nothing but the CA is believed.</summary>
internal static class AuthorityPinning
{
    private const int MaxAnswer = 64 * 1024;

    /// <exception cref="JoinException">The cloud cannot be reached, or it is not the one that made the token.</exception>
    public static async Task<X509Certificate2> FetchAsync(CloudAddress cloud, string hash, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
#pragma warning disable CA5359 // Whoever answers is believed by the hash of the CA alone; the next connection is verified against that CA.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { MaxResponseContentBufferSize = MaxAnswer };
        var presented = await FetchAsync(client, cloud, cancellationToken);
        foreach (var certificate in presented)
        {
            if (Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)) == hash && IsAuthority(certificate))
                return certificate;
        }

        throw new JoinException(
            $"The cloud at {cloud} is not the one that made the token: it has another CA. Check --cloud and --token; if both are right, " +
            "somebody stands between this node and the cloud.");
    }

    private static async Task<X509Certificate2Collection> FetchAsync(HttpClient client, CloudAddress cloud, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(cloud.Uri, "/ca.crt"), cancellationToken);
            var presented = new X509Certificate2Collection();
            if (response.IsSuccessStatusCode)
                presented.ImportFromPem(await response.Content.ReadAsStringAsync(cancellationToken));
            if (presented.Count > 0)
                return presented;
            throw new JoinException($"What answers at {cloud} is no edgemesh-cloud ({(int)response.StatusCode} to GET /ca.crt). Check --cloud.");
        }
        catch (HttpRequestException e)
        {
            throw new JoinException($"The cloud at {cloud} cannot be reached: {(e.InnerException ?? e).Message.TrimEnd('.')}. Check --cloud, and that the cloud runs.", e) { MayPass = true };
        }
        catch (CryptographicException e)
        {
            throw new JoinException($"What answers at {cloud} is no edgemesh-cloud: it has no CA to show. Check --cloud.", e);
        }
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
}
