using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// Whose client certificates are believed: the CAs of the cluster, as it publishes them and the cloud hands them on, and those that are
/// configured. Held like everything else, so that they are known offline and follow a rotation.
/// </summary>
internal sealed class ClientAuthorities(IObjectReader reader, IOptions<ClientCertificateOptions> options)
{
    private readonly Derived<X509Certificate2Collection> _authorities = new(reader, read => Read(read, options.Value), DocumentReader.Collection);

    /// <summary>The authorities; another collection after each change.</summary>
    public X509Certificate2Collection Current => _authorities.Current;

    private static X509Certificate2Collection Read(IObjectReader reader, ClientCertificateOptions options)
    {
        var authorities = new X509Certificate2Collection();
        authorities.AddRange(options.Authorities);
        if (DocumentReader.Find(reader, DocumentNames.ClientAuthorities) is not { } document) return authorities;
        try
        {
            authorities.ImportFromPem(Encoding.UTF8.GetString(document.Body));
        }
        catch (CryptographicException)
        {
            // No certificate of the cluster is believed then.
        }
        return authorities;
    }
}
