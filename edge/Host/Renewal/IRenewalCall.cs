using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>Asks the cloud about this node's certificates, with the client certificate of now.</summary>
internal interface IRenewalCall
{
    /// <summary>What they have to say; and new ones, where requests are given.</summary>
    /// <param name="serving">The serving certificate in use.</param>
    /// <param name="addresses">Where pods reach the MetaServer.</param>
    /// <param name="servingRequest">PKCS#10, DER; empty for no new one.</param>
    /// <param name="clientRequest">PKCS#10, DER; empty for no new one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RenewalException">The cloud refuses, or cannot be reached.</exception>
    Task<Advice> AskAsync(
        X509Certificate2 serving, IReadOnlyList<IPAddress> addresses, ReadOnlyMemory<byte> servingRequest, ReadOnlyMemory<byte> clientRequest, CancellationToken cancellationToken);
}
