using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;

/// <summary>What a new node gets; DER.</summary>
/// <param name="Client">Says who the node is.</param>
/// <param name="Serving">The MetaServer's certificate.</param>
/// <param name="Authorities">The CAs that the node trusts from now on.</param>
internal sealed record IssuedCertificates(byte[] Client, byte[] Serving, X509Certificate2Collection Authorities);
