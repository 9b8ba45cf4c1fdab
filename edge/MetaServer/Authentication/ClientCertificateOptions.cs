using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Whose client certificates are believed.</summary>
public sealed class ClientCertificateOptions
{
    /// <summary>
    /// The authorities. Empty by default: no certificate is believed then. Kestrel must ask for client certificates without judging them
    /// (<c>ClientCertificateMode.AllowCertificate</c>, any validation).
    /// </summary>
    public X509Certificate2Collection Authorities { get; } = [];
}
