using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>A serving certificate that has been decided on.</summary>
/// <param name="Node">Whose it is.</param>
/// <param name="Key">The node's public key.</param>
/// <param name="Names">The DNS names in it.</param>
/// <param name="Addresses">The addresses in it.</param>
/// <param name="Request">The node's own PKCS#10 request, DER: checked to say exactly this, for a signer that signs nothing else.</param>
internal sealed record ServingRequest(
    string Node, PublicKey Key, IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses, ReadOnlyMemory<byte> Request);
