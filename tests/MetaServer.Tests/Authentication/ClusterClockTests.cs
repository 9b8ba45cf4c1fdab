using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Authentication;

public sealed class ClusterClockTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgemesh-clock-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void GetUtcNow_AfterARestartInThePast_IsNeverBeforeTheCloudWasLastHeard()
    {
        using (var store = Open(new FakeTimeProvider(Then)))
        {
            store.Connected();
            store.Heard();
        }
        var time = new FakeTimeProvider(Then.AddHours(-3));
        using var again = Open(time);
        var clock = new ClusterClock(time, again);
        Assert.Equal(Then, clock.GetUtcNow());
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Then.AddMinutes(5), clock.GetUtcNow());
        // A clock that runs on is believed.
        Assert.Equal(Then.AddDays(2), new ClusterClock(new FakeTimeProvider(Then.AddDays(2)), again).GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_WithinAMinuteOfTheClusters_IsTheLocalClocks()
    {
        var time = new FakeTimeProvider(Then);
        using var store = Open(time);
        var clock = new ClusterClock(time, store);
        clock.Told(Then.AddSeconds(59));
        Assert.Equal(Then, clock.GetUtcNow());
        clock.Told(Then.AddSeconds(61));
        Assert.Equal(Then.AddSeconds(61), clock.GetUtcNow());
        clock.Told(null);
        Assert.Equal(Then.AddSeconds(61), clock.GetUtcNow());
        clock.Told(Then.AddDays(-9));
        Assert.Equal(Then.AddDays(-9), clock.GetUtcNow());
    }

    private ObjectStore Open(TimeProvider time) => ObjectStore.Open(new StoreOptions { DataDirectory = _directory.FullName }, time, NullLogger.Instance);
}
