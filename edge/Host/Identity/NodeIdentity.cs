using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>Who this node is, as it was settled when it joined.</summary>
/// <param name="Config">Names.</param>
/// <param name="Client">Says to the cloud who we are; with its key.</param>
/// <param name="Serving">The MetaServer's certificate; with its key.</param>
/// <param name="Authorities">The CAs that the cloud's certificate must come from; the first also issued <paramref name="Serving"/>.</param>
internal sealed record NodeIdentity(EdgeConfig Config, X509Certificate2 Client, X509Certificate2 Serving, X509Certificate2Collection Authorities);
