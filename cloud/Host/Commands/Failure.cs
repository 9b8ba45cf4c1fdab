using System.Net.Sockets;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>A failure that a person can mend, and how the process ends because of it.</summary>
internal sealed record Failure(string Message, int ExitCode)
{
    /// <summary>Null for what is a fault of ours: that deserves its stack trace.</summary>
    public static Failure? Describe(Exception e) => e switch
    {
        UsageException => new(e.Message, Commands.ExitCode.Usage),
        OptionsValidationException options => new(string.Join(" ", options.Failures), Commands.ExitCode.Misconfigured),
        ClusterConfigurationException => new(e.Message, Commands.ExitCode.Misconfigured),
        RotationException => new(e.Message, Commands.ExitCode.Misconfigured),
        ClusterUnavailableException => new(e.Message, Commands.ExitCode.Failed),
        StatusException status => new($"The API server refused: {status.Message}", Commands.ExitCode.Failed),
        HttpRequestException => new($"The API server cannot be reached: {e.Message}. Check the kubeconfig.", Commands.ExitCode.Failed),
        TimeoutException => new(e.Message, Commands.ExitCode.Failed),
        IOException { InnerException: { } inner } io when Socket(inner) is { } socket => new(DescribeSocket(io, socket), Commands.ExitCode.Misconfigured),
        SocketException socket => new(DescribeSocket(socket, socket), Commands.ExitCode.Misconfigured),
        _ => null,
    };

    private static SocketException? Socket(Exception e) => e as SocketException ?? e.InnerException as SocketException;

    private static string DescribeSocket(Exception e, SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"{e.Message.TrimEnd('.')}. Stop what listens there, or choose another address with --listen or --health-listen.",
        SocketError.AccessDenied => $"{e.Message.TrimEnd('.')}. Choose a port above 1023 with --listen or --health-listen.",
        SocketError.AddressNotAvailable => $"{e.Message.TrimEnd('.')}. Choose an address of this host with --listen or --health-listen.",
        _ => e.Message,
    };
}
