using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Edge.Host.Joining;

/// <summary>The keys of a new node and the requests for their certificates. The keys never leave the node.</summary>
internal sealed class NodeKeys(string node) : IDisposable
{
    /// <summary>Where pods of KubeEdge look for the MetaServer.</summary>
    private static readonly IPAddress _virtualAddress = IPAddress.Parse("169.254.30.10");

    public ECDsa Client { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa Serving { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>PKCS#10, DER.</summary>
    public byte[] ClientRequest() => new CertificateRequest(NodeSubject.Of(node), Client, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>PKCS#10, DER. The cloud adds what only the cluster knows: the node's addresses and those of the kubernetes Service.</summary>
    public byte[] ServingRequest()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in new[] { "kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost", node }) names.AddDnsName(name);
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, _virtualAddress }) names.AddIpAddress(address);
        var request = new CertificateRequest(NodeSubject.Of(node), Serving, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }

    public void Dispose()
    {
        Client.Dispose();
        Serving.Dispose();
    }
}
