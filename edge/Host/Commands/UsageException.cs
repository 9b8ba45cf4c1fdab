namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>The command line is well-formed but makes no sense; the message names the flag and the mend.</summary>
internal sealed class UsageException : Exception
{
    public UsageException() { }

    public UsageException(string message) : base(message) { }

    public UsageException(string message, Exception innerException) : base(message, innerException) { }
}
