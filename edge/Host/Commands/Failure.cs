using System.Net.Sockets;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Joining;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.VirtualAddress;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>A failure that a person can mend, and how the process ends because of it.</summary>
internal sealed record Failure(string Message, int ExitCode)
{
    /// <summary>Null for what is a fault of ours: that deserves its stack trace.</summary>
    public static Failure? Describe(Exception e) => e switch
    {
        UsageException => new(e.Message, Commands.ExitCode.Usage),
        JoinException join => new(e.Message, join.MayPass ? Commands.ExitCode.Failed : Commands.ExitCode.Misconfigured),
        // A kernel that is busy at boot must not leave the node without an API: systemd starts us again.
        VirtualAddressException address => new(e.Message, address.MayPass ? Commands.ExitCode.Failed : Commands.ExitCode.Misconfigured),
        IdentityException or StoreException or RefusedException => new(e.Message, Commands.ExitCode.Misconfigured),
        OptionsValidationException options => new(string.Join(" ", options.Failures), Commands.ExitCode.Misconfigured),
        IOException { InnerException: { } inner } io when Socket(inner) is { } socket => new(DescribeSocket(io, socket), Ends(socket)),
        SocketException socket => new(DescribeSocket(socket, socket), Ends(socket)),
        _ => null,
    };

    private static SocketException? Socket(Exception e) => e as SocketException ?? e.InnerException as SocketException;

    // At boot an address of --listen may come after us: systemd tries again. A port that is taken is a person's business.
    private static int Ends(SocketException socket) =>
        socket.SocketErrorCode is SocketError.AddressNotAvailable ? Commands.ExitCode.Failed : Commands.ExitCode.Misconfigured;

    private static string DescribeSocket(Exception e, SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"{e.Message.TrimEnd('.')}. Stop what listens there, or choose another address with --listen.",
        SocketError.AccessDenied => $"{e.Message.TrimEnd('.')}. Choose a port above 1023 with --listen.",
        SocketError.AddressNotAvailable => $"{e.Message.TrimEnd('.')}. Choose an address of this host with --listen.",
        _ => e.Message,
    };
}
