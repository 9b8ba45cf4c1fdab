namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>The cloud broke the law of the stream: nothing of the message was applied, and the stream ends.</summary>
internal sealed class BrokenStreamException : Exception
{
    public BrokenStreamException() { }

    public BrokenStreamException(string message) : base(message) { }

    public BrokenStreamException(string message, Exception innerException) : base(message, innerException) { }
}
