using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>The kernel refused a request.</summary>
internal sealed class NetlinkException : IOException
{
    public NetlinkException() { }

    public NetlinkException(string message) : base(message) { }

    public NetlinkException(string message, Exception innerException) : base(message, innerException) { }

    public NetlinkException(string what, int errno) : base($"{what}: {Marshal.GetPInvokeErrorMessage(errno)}") => Error = errno;

    /// <summary>One of <see cref="Errno"/>, or another; 0 where it was none.</summary>
    public int Error { get; }
}
