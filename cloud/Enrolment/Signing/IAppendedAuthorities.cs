namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>The CAs that pods at the edge have to trust besides the cluster's own.</summary>
public interface IAppendedAuthorities
{
    /// <summary>As PEM, one after the other; empty where the cluster's CA signs for MetaServers. Known once the host has begun to start.</summary>
    string Pem { get; }

    /// <summary>Raised when it is another than before.</summary>
    event Action? Changed;
}
