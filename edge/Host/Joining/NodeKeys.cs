using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Commands;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Edge.Host.Joining;

/// <summary>New keys of a node and the requests for their certificates. The keys never leave the node.</summary>
internal sealed class NodeKeys(string node) : IDisposable
{
    public ECDsa Client { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa Serving { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>PKCS#10, DER.</summary>
    public byte[] ClientRequest() => new CertificateRequest(NodeSubject.Of(node), Client, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>
    /// For the join, PKCS#10, DER: what every MetaServer is called. The cloud adds what only the cluster knows; what the daemon's flags say
    /// is asked for when it runs.
    /// </summary>
    public byte[] ServingRequest() => ServingRequest(
        ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "localhost", node],
        [IPAddress.Loopback, IPAddress.IPv6Loopback, Arguments.DefaultVirtualAddress]);

    /// <summary>PKCS#10, DER, for these names.</summary>
    public byte[] ServingRequest(IEnumerable<string> names, IEnumerable<IPAddress> addresses)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        foreach (var address in addresses) alternatives.AddIpAddress(address);
        var request = new CertificateRequest(NodeSubject.Of(node), Serving, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(alternatives.Build());
        return request.CreateSigningRequest();
    }

    public void Dispose()
    {
        Client.Dispose();
        Serving.Dispose();
    }
}
