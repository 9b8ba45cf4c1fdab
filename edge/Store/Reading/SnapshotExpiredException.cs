namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>A list asked for a state that the log no longer holds: answer 410 Expired.</summary>
public sealed class SnapshotExpiredException : Exception
{
    /// <summary>Creates the exception with a default message.</summary>
    public SnapshotExpiredException() : base("The log no longer holds the state that was asked for.") { }

    /// <inheritdoc/>
    public SnapshotExpiredException(string message) : base(message) { }

    /// <inheritdoc/>
    public SnapshotExpiredException(string message, Exception innerException) : base(message, innerException) { }
}
