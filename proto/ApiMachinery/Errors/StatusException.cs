namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

/// <summary>A failure that already knows how it is answered.</summary>
public sealed class StatusException : Exception
{
    /// <summary>An internal error (500) without more to say.</summary>
    public StatusException() : this(KubernetesStatus.InternalError("unknown")) { }

    /// <summary>An internal error (500).</summary>
    public StatusException(string message) : this(KubernetesStatus.InternalError(message)) { }

    /// <summary>An internal error (500) with its origin.</summary>
    public StatusException(string message, Exception innerException) : this(KubernetesStatus.InternalError(message), innerException) { }

    /// <summary>The failure to answer with.</summary>
    public StatusException(KubernetesStatus status, Exception? innerException = null) : base(status.Message, innerException) => Status = status;

    /// <summary>What to answer.</summary>
    public KubernetesStatus Status { get; }
}
