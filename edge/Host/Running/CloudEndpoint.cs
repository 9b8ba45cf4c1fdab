using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Sync;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>The way to the cloud, with the node's certificate.</summary>
internal sealed class CloudEndpoint(CurrentIdentity identity, TimeProvider time) : ICloudEndpoint
{
    /// <summary>After so long a connection takes no new requests: its successor shows the certificate of then.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromHours(1);

    public Uri Address => identity.Value.Config.Cloud.Uri;

    public string? Problem => new DateTimeOffset(identity.Value.Client.NotAfter.ToUniversalTime()) is var end && end < time.GetUtcNow()
        ? $"this node's client certificate ended at {end:u}, so that the cloud refuses it: join again with 'edgemesh-edge join --force' and a new token (or set this node's clock, if that is wrong)"
        : null;

    public HttpMessageHandler CreateHandler() => new CloudTls(() => identity.Value.Authorities, () => identity.Value.Client).CreateHandler();

    /// <summary>A handler that is used for good.</summary>
    public HttpMessageHandler CreateLastingHandler()
    {
        var handler = new CloudTls(() => identity.Value.Authorities, () => identity.Value.Client).CreateHandler();
        handler.PooledConnectionLifetime = _longest;
        return handler;
    }
}
