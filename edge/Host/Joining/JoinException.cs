namespace KubeEdge.EdgeMesh.Edge.Host.Joining;

/// <summary>The node could not join; the message names the mend.</summary>
internal sealed class JoinException : Exception
{
    public JoinException() { }

    public JoinException(string message) : base(message) { }

    public JoinException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Whether trying again may help.</summary>
    public bool MayPass { get; init; }
}
