namespace KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

/// <summary>The CAs that sign for MetaServers, which pods have to trust besides the cluster's own. Supplied by the host, which knows who signs.</summary>
public interface IPodAuthorities
{
    /// <summary>PEM certificates, one after the other; empty for none. Asked for when the cluster is read, and the same for as long as the host runs.</summary>
    string Pem { get; }
}
