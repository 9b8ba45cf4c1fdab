namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>A selector cannot be understood or is not supported: the message is what a 400 Status says.</summary>
public sealed class SelectorException : FormatException
{
    /// <summary>Creates the exception with a default message.</summary>
    public SelectorException() : base("invalid selector") { }

    /// <inheritdoc/>
    public SelectorException(string message) : base(message) { }

    /// <inheritdoc/>
    public SelectorException(string message, Exception innerException) : base(message, innerException) { }
}
