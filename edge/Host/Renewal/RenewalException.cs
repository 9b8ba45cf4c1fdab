namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>The certificates could not be renewed; the message says why and, where known, the mend.</summary>
internal sealed class RenewalException : Exception
{
    public RenewalException() { }

    public RenewalException(string message) : base(message) { }

    public RenewalException(string message, Exception innerException) : base(message, innerException) { }
}
