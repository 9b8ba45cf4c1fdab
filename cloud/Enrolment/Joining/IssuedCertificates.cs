using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;

/// <summary>What a new node gets; DER.</summary>
/// <param name="Client">Says who the node is.</param>
/// <param name="Serving">The MetaServer's certificate.</param>
/// <param name="Authorities">The CAs that the node trusts from now on.</param>
/// <param name="ServingAuthorities">Whom programs on the node trust that speak to its MetaServer.</param>
internal sealed record IssuedCertificates(byte[] Client, byte[] Serving, X509Certificate2Collection Authorities, X509Certificate2Collection ServingAuthorities);
