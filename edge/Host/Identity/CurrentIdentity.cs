using System.Net.Security;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>The identity in use. A renewed one takes its place whole: connections made from then on show it, those that are open stay as they are.</summary>
internal sealed class CurrentIdentity(NodeIdentity first)
{
    private volatile Shown _shown = new(first);

    /// <summary>The identity of now.</summary>
    public NodeIdentity Value => _shown.Identity;

    /// <summary>What the MetaServer shows at a handshake; made once a certificate.</summary>
    public SslStreamCertificateContext Serving => _shown.Serving;

    /// <summary>From now on.</summary>
    public void Replace(NodeIdentity next) => _shown = new Shown(next);

    private sealed class Shown(NodeIdentity identity)
    {
        public NodeIdentity Identity { get; } = identity;

        public SslStreamCertificateContext Serving { get; } = SslStreamCertificateContext.Create(identity.Serving, identity.ServingChain, offline: true);
    }
}
