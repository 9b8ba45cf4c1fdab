namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>The cloud refuses this daemon, which holds nothing that it could serve meanwhile; the message names the mend.</summary>
internal sealed class RefusedException : Exception
{
    public RefusedException() { }

    public RefusedException(string message) : base(message) { }

    public RefusedException(string message, Exception innerException) : base(message, innerException) { }
}
