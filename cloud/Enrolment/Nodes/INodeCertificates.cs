using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <summary>Tells a node by its certificate.</summary>
public interface INodeCertificates
{
    /// <summary>
    /// True where the certificate was issued for a client by our CA, or by one whose client certificates the cluster believes, is valid now and names a node.
    /// That alone makes nobody a node: every kubelet of the cluster has such a one. Costs a signature check: done once a connection.
    /// </summary>
    /// <param name="certificate">What the peer presented and proved to own.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="refusal">For the log: why not.</param>
    bool TryIdentify(X509Certificate2 certificate, [NotNullWhen(true)] out string? node, [NotNullWhen(false)] out string? refusal);
}
