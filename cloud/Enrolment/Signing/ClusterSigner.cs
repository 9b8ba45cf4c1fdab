using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>Has the cluster sign for MetaServers, as it signs for kubelets. A certificate counts only if it comes from a CA in the cluster's own <c>kube-root-ca.crt</c>.</summary>
internal sealed class ClusterSigner(ClusterRequests cluster, ClusterRoots roots, TimeProvider time)
{
    private static readonly Oid _serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>The certificate, and behind it its chain.</summary>
    /// <exception cref="SigningFailedException">The cluster does not sign, or not so that pods trust it.</exception>
    public async Task<X509Certificate2Collection> SignAsync(ServingRequest request, CancellationToken cancellationToken)
    {
        var trusted = await FindTrustedAsync(cancellationToken);
        if (trusted.Count == 0) throw new SigningFailedException("the cluster has no ConfigMap kube-system/kube-root-ca.crt with a CA, so it is not known whom pods trust");
        var certificates = await cluster.SignAsync(ClusterPurpose.Serving, request.Request, cancellationToken);
        Check(certificates, trusted, request);
        return certificates;
    }

    private async Task<X509Certificate2Collection> FindTrustedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await roots.FindAsync(cancellationToken);
        }
        catch (ClusterUnavailableException e)
        {
            throw new SigningFailedException(e.Message, e);
        }
        catch (CryptographicException e)
        {
            throw new SigningFailedException($"what its kube-root-ca.crt holds is no certificate ({e.Message})", e);
        }
    }

    private void Check(X509Certificate2Collection certificates, X509Certificate2Collection trusted, ServingRequest request)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        for (var i = 1; i < certificates.Count; i++) chain.ChainPolicy.ExtraStore.Add(certificates[i]);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(_serverAuthentication);
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        if (!chain.Build(certificates[0]))
        {
            throw new SigningFailedException(
                $"the cluster signed, but not with a CA of its kube-root-ca.crt, so pods would not trust it ({string.Join(", ", chain.ChainStatus.Select(status => status.Status))})");
        }

        var names = certificates[0].Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (!certificates[0].PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(request.Key.ExportSubjectPublicKeyInfo())
            || !request.Names.ToHashSet(StringComparer.Ordinal).SetEquals(names?.EnumerateDnsNames() ?? [])
            || !request.Addresses.ToHashSet().SetEquals(names?.EnumerateIPAddresses() ?? []))
            throw new SigningFailedException("the cluster signed something else than it was asked to");
    }
}
