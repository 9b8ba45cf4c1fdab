using System.Net.Sockets;
using KubeEdge.EdgeMesh.Edge.Host.Commands;
using KubeEdge.EdgeMesh.Edge.VirtualAddress;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>systemd starts the daemon again after an exit code of 1, and never after 4.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 4)]
    public void VirtualAddress_EndsForGoodOnlyWhereAPersonMustAct(bool mayPass, int exitCode) =>
        Assert.Equal(new Failure("why", exitCode), Failure.Describe(new VirtualAddressException("why") { MayPass = mayPass }));

    [Theory]
    [InlineData(SocketError.AddressNotAvailable, 1)]
    [InlineData(SocketError.AddressAlreadyInUse, 4)]
    [InlineData(SocketError.AccessDenied, 4)]
    public void Listen_EndsForGoodOnlyWhereAPersonMustAct(SocketError error, int exitCode)
    {
        var failure = Failure.Describe(new IOException("Failed to bind to https://192.0.2.1:10550.", new SocketException((int)error)));

        Assert.NotNull(failure);
        Assert.Equal(exitCode, failure.ExitCode);
        Assert.EndsWith("with --listen.", failure.Message, StringComparison.Ordinal);
    }
}
