namespace KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

/// <summary>The CAs that sign for MetaServers, which pods have to trust besides the cluster's own. Supplied by the host, which knows who signs.</summary>
public interface IPodAuthorities
{
    /// <summary>PEM certificates, one after the other; empty for none. Asked for when the cluster is read, and again after <see cref="Changed"/>.</summary>
    string Pem { get; }

    /// <summary>Raised when they are others than before: what pods see of them is made anew.</summary>
    event Action? Changed;
}
