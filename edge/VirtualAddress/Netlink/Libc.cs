using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>The system calls of a netlink socket. The numbers are those of Linux on x64 and arm64.</summary>
internal static partial class Libc
{
    public const int Netlink = 16;
    public const int Raw = 3;
    public const int CloseOnExec = 0x80000;
    public const int Route = 0;
    public const int SocketLevel = 1;
    public const int ReceiveTimeout = 20;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int descriptor, int level, int name, ReadOnlySpan<long> value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, ReadOnlySpan<byte> buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, Span<byte> buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
