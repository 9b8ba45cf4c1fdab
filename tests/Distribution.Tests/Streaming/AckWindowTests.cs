using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Streaming;

public sealed class AckWindowTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Window_FullOfBytes_WaitsUntilEnoughIsAcknowledged()
    {
        var window = new AckWindow(100, _time);
        await window.WaitForRoomAsync(TestContext.Current.CancellationToken);
        window.Send(60);
        await window.WaitForRoomAsync(TestContext.Current.CancellationToken);
        window.Send(60);
        var waiting = window.WaitForRoomAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.True(window.TryAcknowledge(1));
        await waiting;
    }

    [Fact]
    public async Task Window_SmallerThanABatch_StillLetsOneThrough()
    {
        var window = new AckWindow(10, _time);
        await window.WaitForRoomAsync(TestContext.Current.CancellationToken);
        window.Send(1000);
        var waiting = window.WaitForRoomAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        window.TryAcknowledge(1);
        await waiting;
    }

    [Fact]
    public void Oldest_IsThatOfTheFirstUnacknowledged()
    {
        var window = new AckWindow(100, _time);
        Assert.Equal(TimeSpan.Zero, window.Oldest);
        window.Send(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        window.Send(1);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(7), window.Oldest);
        window.TryAcknowledge(1);
        Assert.Equal(TimeSpan.FromSeconds(2), window.Oldest);
        window.TryAcknowledge(2);
        Assert.Equal(TimeSpan.Zero, window.Oldest);
        Assert.False(window.TryAcknowledge(3));
    }
}
