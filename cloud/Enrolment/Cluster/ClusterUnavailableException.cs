namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

/// <summary>The API server did not do what enrolment needs; the message says what and, where known, the mend.</summary>
public sealed class ClusterUnavailableException : Exception
{
    /// <summary>Without a message; for completeness.</summary>
    public ClusterUnavailableException() { }

    /// <inheritdoc/>
    public ClusterUnavailableException(string message) : base(message) { }

    /// <inheritdoc/>
    public ClusterUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
