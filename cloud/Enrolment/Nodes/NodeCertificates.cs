using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <inheritdoc cref="INodeCertificates"/>
internal sealed class NodeCertificates(AuthorityLoader authority, ClusterAuthorities cluster, TimeProvider time) : INodeCertificates
{
    public bool TryIdentify(X509Certificate2 certificate, [NotNullWhen(true)] out string? node, [NotNullWhen(false)] out string? refusal)
    {
        node = null;
        var now = time.GetUtcNow();
        refusal = ClientChain.FindFault(certificate, authority.Current.Trusted, now);
        if (refusal is not null && (cluster.Current.Count == 0 || ClientChain.FindFault(certificate, cluster.Current, now) is not null)) return false;

        if (!NodeSubject.TryRead(certificate.SubjectName, out node))
        {
            refusal = $"the subject '{certificate.Subject}' names no node";
            return false;
        }

        refusal = null;
        return true;
    }
}
