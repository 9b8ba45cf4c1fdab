using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;

namespace KubeEdge.EdgeMesh.Edge.Host.Expiring;

/// <summary>What ends, and would take something with it. Whatever is renewed in time is not worth a word; what is past its time of renewal is, long before it ends.</summary>
internal sealed class Expiries(CurrentIdentity identity, TimeProvider time)
{
    private static readonly TimeSpan s_authority = TimeSpan.FromDays(90);

    /// <summary>All of it.</summary>
    public IReadOnlyList<Expiry> All
    {
        get
        {
            var now = identity.Value;
            return
            [
                Of("clientCertificate", now.Client, "the cloud refuses this node: pods read what is held, nothing new comes and nothing passes through, until 'edgemesh-edge join --force' with a new token"),
                Of("servingCertificate", now.Serving, "pods and the kubelet no longer trust the MetaServer, and read nothing, until 'edgemesh-edge join --force' with a new token"),
                new Expiry("cloudAuthority", now.Authorities.Max(EndOf), "this node no longer trusts the cloud: change the CA before ('edgemesh-cloud ca rotate'), or join again with --force"),
            ];
        }
    }

    /// <summary>What should have been renewed by now, the first to end first.</summary>
    public IReadOnlyList<Expiry> Near
    {
        get
        {
            var (now, held) = (time.GetUtcNow(), identity.Value);
            return [.. All.Where(expiry => now >= WarnedFrom(expiry, held)).OrderBy(expiry => expiry.At)];
        }
    }

    private static DateTimeOffset WarnedFrom(Expiry expiry, NodeIdentity held) => expiry.Name switch
    {
        "clientCertificate" => RenewalTime.Of(held.Client),
        "servingCertificate" => RenewalTime.Of(held.Serving),
        _ => expiry.At - s_authority,
    };

    private static Expiry Of(string name, X509Certificate2 certificate, string then) => new(name, EndOf(certificate), then);

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());
}
