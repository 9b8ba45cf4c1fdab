namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>The data directory holds no usable identity; the message names the mend.</summary>
internal sealed class IdentityException : Exception
{
    public IdentityException() { }

    public IdentityException(string message) : base(message) { }

    public IdentityException(string message, Exception innerException) : base(message, innerException) { }
}
