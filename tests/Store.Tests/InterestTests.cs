using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

public sealed class InterestTests
{
    private const string Till = "system:serviceaccount:shop:till";

    [Fact]
    public void Want_SurvivesARestart()
    {
        using var store = new TestStore();
        store.Open.Want(Pods, Till);
        store.Open.Want(Slices, Till);
        store.Open.Release(Slices, Till);
        store.Restart();
        var interest = Assert.Single(store.Open.Interests());
        Assert.Equal((Pods, Till, store.Time.GetUtcNow()), (interest.Resource, interest.User, interest.LastUsed));
    }

    [Fact]
    public void Want_Again_RenewsIt()
    {
        using var store = new TestStore();
        store.Open.Want(Pods, Till);
        store.Time.Advance(TimeSpan.FromSeconds(30));
        store.Open.Want(Pods, Till);
        Assert.Equal(store.Time.GetUtcNow(), Assert.Single(store.Open.Interests()).LastUsed);
        store.Time.Advance(TimeSpan.FromMinutes(2));
        store.Open.Want(Pods, Till);
        store.Restart();
        Assert.Equal(store.Time.GetUtcNow(), Assert.Single(store.Open.Interests()).LastUsed);
    }

    [Fact]
    public async Task WaitForInterests_New_CompletesOnce()
    {
        using var store = new TestStore();
        var cancellation = TestContext.Current.CancellationToken;
        var version = await store.Open.WaitForInterestsAsync(0, cancellation);
        var wait = store.Open.WaitForInterestsAsync(version, cancellation).AsTask();
        Assert.False(wait.IsCompleted);
        store.Open.Want(Pods, Till);
        var next = await wait.WaitAsync(TimeSpan.FromSeconds(10), cancellation);
        Assert.NotEqual(version, next);
        store.Open.Want(Pods, Till);
        Assert.False(store.Open.WaitForInterestsAsync(next, cancellation).AsTask().IsCompleted);
        store.Open.Release(Pods, Till);
        Assert.NotEqual(next, await store.Open.WaitForInterestsAsync(next, cancellation));
    }

    [Fact]
    public async Task WaitForInterests_Cancelled_Throws()
    {
        using var store = new TestStore();
        using var cancel = new CancellationTokenSource();
        var version = await store.Open.WaitForInterestsAsync(0, cancel.Token);
        var wait = store.Open.WaitForInterestsAsync(version, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
