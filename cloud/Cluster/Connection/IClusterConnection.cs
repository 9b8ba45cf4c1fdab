using k8s;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>The way to the cluster's API server.</summary>
public interface IClusterConnection
{
    /// <summary>The API server's root; ends with a slash. A path is kept: some servers stand behind one.</summary>
    Uri BaseAddress { get; }

    /// <summary>
    /// Speaks to the API server as ourselves. Relative addresses (without a leading slash) resolve against <see cref="BaseAddress"/>.
    /// It has no time-out: watches last; callers set their own.
    /// </summary>
    HttpClient Http { get; }

    /// <summary>The typed client, as ourselves.</summary>
    IKubernetes Client { get; }

    /// <summary>
    /// A handler that trusts the cluster as we do but carries no credential of ours: for those who forward somebody else's. The caller owns it.
    /// </summary>
    HttpMessageHandler CreateAnonymousHandler();

    /// <summary>
    /// A handler that carries our own credential: for those who ask in the name of somebody whom they have proven, by impersonation. The caller owns it.
    /// </summary>
    HttpMessageHandler CreateHandler();

    /// <summary>What tells this cluster from any other: the UID of the namespace kube-system. Asked once, then kept.</summary>
    /// <exception cref="HttpRequestException">The API server did not answer, or refused.</exception>
    Task<string> GetIdentityAsync(CancellationToken cancellationToken);
}
