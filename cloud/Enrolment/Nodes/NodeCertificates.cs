using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <inheritdoc cref="INodeCertificates"/>
internal sealed class NodeCertificates(AuthorityLoader authority, TimeProvider time) : INodeCertificates
{
    private static readonly Oid _clientAuthentication = new("1.3.6.1.5.5.7.3.2");

    public bool TryIdentify(X509Certificate2 certificate, [NotNullWhen(true)] out string? node, [NotNullWhen(false)] out string? refusal)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority.Current.Trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(_clientAuthentication);
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.VerificationTimeIgnored = false;

        node = null;
        if (!chain.Build(certificate))
        {
            refusal = string.Join("; ", chain.ChainStatus.Select(status => status.Status));
            return false;
        }

        if (!NodeSubject.TryRead(certificate.SubjectName, out node))
        {
            refusal = $"the subject '{certificate.Subject}' names no node";
            return false;
        }

        refusal = null;
        return true;
    }
}
