using KubeEdge.EdgeMesh.Cloud.Distribution;

namespace KubeEdge.EdgeMesh.Distribution.Tests;

public sealed class DistributionOptionsTests
{
    [Fact]
    public void Defaults_AreValid() => Assert.True(new DistributionOptionsValidator().Validate(null, new DistributionOptions()).Succeeded);

    [Fact]
    public void Faults_AreAllNamed()
    {
        var options = new DistributionOptions { BatchBytes = 1, WindowBytes = 0, AckTimeout = TimeSpan.FromSeconds(1), HelloTimeout = TimeSpan.Zero, MaxInterests = 0 };
        options.Collections.Add("deployments");
        var faults = new DistributionOptionsValidator().Validate(null, options).Failures!.ToList();
        Assert.Equal(6, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("'deployments'", StringComparison.Ordinal));
    }
}
