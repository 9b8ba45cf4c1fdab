using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Runtime;

public sealed class WorkQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>(_time, new Random(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Add_SameKeyTwice_IsTakenOnce()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("a");

        Assert.Equal(2, _queue.Count);
        Assert.Equal("a", await TakeAsync());
        Assert.Equal("b", await TakeAsync());
    }

    [Fact]
    public async Task Add_WhileTaken_ComesAgainAfterDone()
    {
        _queue.Add("a");
        var key = await TakeAsync();

        _queue.Add("a");
        Assert.Equal(0, _queue.Count);
        _queue.Done(key);

        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void AddAfter_SeveralTimes_ComesOnceAtTheEarliest()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));
        _queue.AddAfter("a", TimeSpan.FromSeconds(1));
        _queue.AddAfter("a", TimeSpan.FromSeconds(3));

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, _queue.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _queue.Count);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void AddAfterFailure_Again_WaitsLongerUpToTheLimitAndFromTheStartAfterForget()
    {
        var limits = new[] { 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000 };
        foreach (var limit in limits)
            Assert.InRange(_queue.AddAfterFailure("a").TotalMilliseconds, limit / 2.0, limit);

        _queue.Forget("a");
        Assert.InRange(_queue.AddAfterFailure("a").TotalMilliseconds, 50, 100);
    }

    [Fact]
    public async Task Dispose_SomebodyWaits_IsLetGoAndNothingComesAnyMore()
    {
        var waiting = _queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        _queue.AddAfter("later", TimeSpan.FromSeconds(1));

        _queue.Dispose();
        _queue.Add("a");
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.False((await waiting).Open);
        Assert.Equal(0, _queue.Count);
    }

    private async Task<string> TakeAsync()
    {
        var (open, key) = await _queue.TakeAsync(TestContext.Current.CancellationToken);
        Assert.True(open);
        return key;
    }
}
