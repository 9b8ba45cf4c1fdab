using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>The first thing that a newcomer types.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task DemoCheck_KeepsEveryPromise()
    {
        var result = await DaemonProcess.RunAsync("edgemesh-demo", TimeSpan.FromMinutes(3), TimeProvider.System, "--check");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Fact]
    public async Task Demo_UnknownFlag_SaysUsage()
    {
        var result = await DaemonProcess.RunAsync("edgemesh-demo", TimeSpan.FromSeconds(30), TimeProvider.System, "--chekc");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("edgemesh-demo: usage:", result.Error, StringComparison.Ordinal);
    }
}
