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
}
