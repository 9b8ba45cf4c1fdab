using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;
using KubeEdge.EdgeMesh.Edge.Store.Link;

namespace KubeEdge.EdgeMesh.Edge.Host.Expiring;

/// <summary>What ends, and would take something with it. Whatever is renewed in time is not worth a word; what is past its time of renewal is, long before it ends.</summary>
internal sealed class Expiries(CurrentIdentity identity, IKeptTokens tokens, ILink link, TimeProvider time)
{
    private const int MostNamed = 5;

    /// <summary>So far through its life a kubelet renews a token.</summary>
    private const double RenewedAt = 0.8;

    private static readonly TimeSpan s_authority = TimeSpan.FromDays(90);

    /// <summary>All of it; of the pods' tokens the first to end.</summary>
    public IReadOnlyList<Expiry> All => [.. Certificates(), .. Tokens(tokens.OfRunningPods())];

    /// <summary>What should have been renewed by now, the first to end first. With a cloud the kubelet gets new tokens whenever it wants: then they are not worth a word.</summary>
    public IReadOnlyList<Expiry> Near
    {
        get
        {
            var now = time.GetUtcNow();
            var old = link.State.Connected ? [] : tokens.OfRunningPods().Where(token => now >= WarnedFrom(token));
            return [.. Certificates().Concat(Tokens([.. old])).Where(expiry => now >= expiry.WarnedFrom).OrderBy(expiry => expiry.At)];
        }
    }

    private Expiry[] Certificates()
    {
        var now = identity.Value;
        var authority = now.Authorities.Max(EndOf);
        return
        [
            Of("clientCertificate", now.Client, "the cloud refuses this node: pods read what is held, nothing new comes and nothing passes through, until 'edgemesh-edge join --force' with a new token"),
            Of("servingCertificate", now.Serving, "pods and the kubelet no longer trust the MetaServer, and read nothing, until 'edgemesh-edge join --force' with a new token"),
            new Expiry("cloudAuthority", authority, authority - s_authority, "this node no longer trusts the cloud: change the CA before ('edgemesh-cloud ca rotate'), or join again with --force"),
        ];
    }

    private static IEnumerable<Expiry> Tokens(IReadOnlyList<KeptToken> of)
    {
        if (of.Count == 0) return [];
        var first = of.MinBy(token => token.Expires)!;
        var pods = of.OrderBy(token => token.Expires).Select(token => token.Pod.ToString()).Distinct().ToList();
        var named = string.Join(", ", pods.Take(MostNamed)) + (pods.Count > MostNamed ? $" and {pods.Count - MostNamed} more" : "");
        return [new Expiry("podTokens", first.Expires, WarnedFrom(first), $"the MetaServer refuses {named} (401) and gives the kubelet no token for them, until the cloud is back")];
    }

    private static DateTimeOffset WarnedFrom(KeptToken token) => token.From + (token.Expires - token.From) * RenewedAt;

    private static Expiry Of(string name, X509Certificate2 certificate, string then) => new(name, EndOf(certificate), RenewalTime.Of(certificate), then);

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());
}
