using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>Has the cluster sign for nodes, as it signs for their kubelets. A certificate counts only if the cluster itself believes it, and it says what was asked for.</summary>
internal sealed class ClusterNodeSigner(ClusterRequests cluster, ClusterAuthorities authorities, TimeProvider time)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>The certificate.</summary>
    /// <exception cref="SigningFailedException">The cluster does not sign, or something else.</exception>
    public async Task<X509Certificate2> SignAsync(string node, SigningRequest request, CancellationToken cancellationToken)
    {
        if (authorities.Current.Count == 0)
            throw new SigningFailedException("the cluster does not say in the ConfigMap kube-system/extension-apiserver-authentication whose client certificates it believes");
        var certificates = await cluster.SignAsync(ClusterPurpose.Node, request.Der, cancellationToken);
        Check(certificates[0], node, request);
        return certificates[0];
    }

    private void Check(X509Certificate2 certificate, string node, SigningRequest request)
    {
        // As the edge will show it: alone.
        if (ClientChain.FindFault(certificate, authorities.Current, time.GetUtcNow()) is { } fault)
            throw new SigningFailedException($"the cluster signed, but not with a CA whose client certificates it says it believes ({fault})");
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(request.Key.ExportSubjectPublicKeyInfo())
            || !NodeSubject.TryRead(certificate.SubjectName, out var named) || named != node
            || certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Any()
            || certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority)
            || !certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(usage => usage.Value).SequenceEqual([ClientAuthentication]))
            throw new SigningFailedException("the cluster signed something else than it was asked to");
    }
}
