namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>What was configured names no cluster that can be reached. The message says what to do about it.</summary>
public sealed class ClusterConfigurationException : Exception
{
    /// <summary>Without a message; for completeness.</summary>
    public ClusterConfigurationException()
    {
    }

    /// <summary>With what to do.</summary>
    public ClusterConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>With what to do and why.</summary>
    public ClusterConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
