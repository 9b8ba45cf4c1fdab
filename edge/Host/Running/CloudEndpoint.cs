using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Sync;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>The way to the cloud, with the node's certificate.</summary>
internal sealed class CloudEndpoint(NodeIdentity identity) : ICloudEndpoint
{
    private readonly CloudTls _tls = new(identity.Authorities, identity.Client);

    public Uri Address => identity.Config.Cloud.Uri;

    public HttpMessageHandler CreateHandler() => _tls.CreateHandler();
}
