namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>A step of the change of the CA cannot be taken now; the message says why and what to do.</summary>
public sealed class RotationException : Exception
{
    /// <summary>Without a message; for completeness.</summary>
    public RotationException() { }

    /// <inheritdoc/>
    public RotationException(string message) : base(message) { }

    /// <inheritdoc/>
    public RotationException(string message, Exception innerException) : base(message, innerException) { }
}
