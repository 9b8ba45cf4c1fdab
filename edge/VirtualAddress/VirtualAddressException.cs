namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>A virtual address cannot be had; the message names the mend.</summary>
public sealed class VirtualAddressException : Exception
{
    /// <summary>Without a message; for completeness.</summary>
    public VirtualAddressException() { }

    /// <inheritdoc/>
    public VirtualAddressException(string message) : base(message) { }

    /// <inheritdoc/>
    public VirtualAddressException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>
    /// Whether trying again may help. False only where a person surely has to act: a capability, a socket family or IPv6 is missing, or the device is
    /// somebody else's.
    /// </summary>
    public bool MayPass { get; init; }
}
