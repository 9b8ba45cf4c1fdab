using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>Who this node is, as it was settled when it joined, with the certificates of today.</summary>
/// <param name="Config">Names.</param>
/// <param name="Client">Says to the cloud who we are; with its key.</param>
/// <param name="Serving">The MetaServer's certificate; with its key.</param>
/// <param name="ServingChain">What connects <paramref name="Serving"/> with its CA; empty where that signed it itself.</param>
/// <param name="Authorities">The CAs that the cloud's certificate must come from.</param>
/// <param name="ServingAuthorities">The CAs that sign <paramref name="Serving"/>, now or later: for programs on this node.</param>
internal sealed record NodeIdentity(
    EdgeConfig Config, X509Certificate2 Client, X509Certificate2 Serving, X509Certificate2Collection ServingChain, X509Certificate2Collection Authorities,
    X509Certificate2Collection ServingAuthorities);
