using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Leadership;

public sealed class ElectionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryLeases _leases = new();

    [Fact]
    public async Task TwoCandidates_LeaderRenews_OnlyItLeads()
    {
        await using var first = new Candidate("first", _leases, _time);
        await UntilAsync(() => first.Leads);
        await using var second = new Candidate("second", _leases, _time);

        for (var i = 0; i < 60; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            Assert.True(first.Leads);
            Assert.False(second.Leads);
        }

        Assert.Equal("first", _leases.Current!.Holder);
        Assert.Equal(1, first.Terms);
    }

    [Fact]
    public async Task GracefulStop_LeaseIsGivenBack_NextLeadsAtItsNextLook()
    {
        var first = new Candidate("first", _leases, _time);
        await UntilAsync(() => first.Leads);
        await using var second = new Candidate("second", _leases, _time);
        await PassAsync(TimeSpan.FromSeconds(3));

        await first.DisposeAsync();
        Assert.Equal("", _leases.Current!.Holder);
        await PassAsync(TimeSpan.FromSeconds(3));
        await UntilAsync(() => second.Leads);
        Assert.Equal(1, (int)_leases.Current!.Json["spec"]!["leaseTransitions"]!);
    }

    [Fact]
    public async Task GracefulStop_WorkTakesLong_LeaseIsKeptUntilItHasEnded()
    {
        var leave = new TaskCompletionSource();
        await using var first = new Candidate("first", _leases, _time) { MayStop = leave.Task };
        await UntilAsync(() => first.Leads);
        await using var second = new Candidate("second", _leases, _time);

        first.AskToStop();
        for (var i = 0; i < 40; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            Assert.False(first.Leads && second.Leads);
        }

        Assert.True(first.Leads);
        leave.SetResult();
        await UntilAsync(() => !first.Leads);
        await AdvanceUntilAsync(() => second.Leads);
    }

    [Fact]
    public async Task LeaderIsCutOff_StopsBeforeAnotherTakesOver()
    {
        var line = new CutLine(_leases);
        await using var first = new Candidate("first", line, _time);
        await UntilAsync(() => first.Leads);
        await using var second = new Candidate("second", _leases, _time);
        await PassAsync(TimeSpan.FromSeconds(3));

        line.Cut = true;
        var start = _time.GetUtcNow();
        while (first.Leads)
        {
            Assert.False(second.Leads);
            Assert.True(_time.GetUtcNow() - start < TimeSpan.FromSeconds(11), "the leader goes on past its deadline");
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        await AdvanceUntilAsync(() => second.Leads);
        Assert.InRange((_time.GetUtcNow() - start).TotalSeconds, 12, 22);

        // Back on the network it waits like everybody else.
        line.Cut = false;
        for (var i = 0; i < 30; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            Assert.False(first.Leads);
        }
    }

    [Fact]
    public async Task ShortOutage_ShorterThanTheDeadline_CostsNoTerm()
    {
        await using var first = new Candidate("first", _leases, _time);
        await UntilAsync(() => first.Leads);

        _leases.Cut = true;
        for (var i = 0; i < 6; i++)
            await PassAsync(TimeSpan.FromSeconds(1));
        _leases.Cut = false;
        for (var i = 0; i < 30; i++)
            await PassAsync(TimeSpan.FromSeconds(1));

        Assert.True(first.Leads);
        Assert.Equal(1, first.Terms);
    }

    [Fact]
    public async Task LeaderVanished_ItsClockWasWrong_IsSucceededAfterTheLeaseOnOurOwnClock()
    {
        // A renewTime a day ahead would keep everybody out for a day if anybody read it.
        await _leases.PutAsync(
            Cloud.Controllers.Leadership.Lease.New("edgemesh-system", "edgemesh-cloud").HeldBy("gone", TimeSpan.FromSeconds(15), _time.GetUtcNow().AddDays(1)),
            Limit,
            TestContext.Current.CancellationToken);
        var start = _time.GetUtcNow();
        await using var next = new Candidate("next", _leases, _time);

        await AdvanceUntilAsync(() => next.Leads);
        Assert.InRange((_time.GetUtcNow() - start).TotalSeconds, 15, 20);
    }

    /// <summary>Lets time pass, and those who wait for it do what they do then.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(500))
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task AdvanceUntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, "it did not come about");
            await PassAsync(TimeSpan.FromMilliseconds(500));
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, limit.Token);
    }
}
