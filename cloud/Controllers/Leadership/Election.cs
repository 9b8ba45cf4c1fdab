using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;

/// <summary>
/// Has something run while this process holds the Lease. Time is counted by this process alone, on a clock that only goes forward: a Lease is
/// free when nobody holds it, or when it has not changed before our eyes for as long as its holder asked for. So clocks need not agree.
/// </summary>
internal sealed class Election(ILeases leases, IOptions<LeadershipOptions> options, TimeProvider time, Random random, ILogger<Election> logger)
{
    private readonly LeadershipOptions _options = options.Value;
    private readonly string _identity = options.Value.Identity is { Length: > 0 } given ? given : $"{Environment.MachineName}_{random.NextInt64():x16}";
    private Lease? _lease;
    private long _changed;
    private string? _leader;

    /// <summary>
    /// Until the token: waits for the Lease, runs <paramref name="lead"/>, and when the Lease could not be renewed in time cancels it and
    /// waits again. On a stop the Lease is kept until <paramref name="lead"/> has ended, then given back.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var since = await AcquireAsync(cancellationToken);
                Log.LeadershipWon(logger, _identity);
                await LeadAsync(lead, since, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task<long> AcquireAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var asked = time.GetTimestamp();
            if (await TryHoldAsync(_options.RenewDeadline, cancellationToken) == true)
                return asked;
            if (_lease?.Holder is { Length: > 0 } leader && leader != _leader)
                Log.AnotherLeads(logger, _leader = leader);
            await Task.Delay(_options.RetryPeriod * (1 + random.NextDouble() / 5), time, cancellationToken);
        }
    }

    private async Task LeadAsync(Func<CancellationToken, Task> lead, long since, CancellationToken cancellationToken)
    {
        _leader = _identity;
        using var term = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = new CancellationTokenSource();
        var work = lead(term.Token);
        var keeping = KeepAsync(since, done.Token);
        try
        {
            await Task.WhenAny(work, keeping);
            await term.CancelAsync();
            if (keeping.IsCompleted && await Task.WhenAny(work, Task.Delay(_options.LeaseDuration - _options.RenewDeadline, time, CancellationToken.None)) != work)
                Log.LeadershipOutlived(logger, _identity);
            await work;
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
        }
        finally
        {
            // The Lease is renewed until the work has ended, however long that takes.
            await done.CancelAsync();
            if (await keeping)
                await ReleaseAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Renews until the token.</summary>
    /// <returns>Whether the Lease is still held; false at once when it is lost.</returns>
    private async Task<bool> KeepAsync(long since, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.RetryPeriod, time, cancellationToken);
                var left = _options.RenewDeadline - time.GetElapsedTime(since);
                var asked = time.GetTimestamp();
                var held = left <= TimeSpan.Zero ? null : await TryHoldAsync(left, cancellationToken);
                if (held == true)
                    since = asked;
                else if (held == false || time.GetElapsedTime(since) + _options.RetryPeriod >= _options.RenewDeadline)
                {
                    Log.LeadershipLost(logger, _identity);
                    return false;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Takes or renews the Lease.</summary>
    /// <returns>Null where nobody can tell: the API server did not answer, or somebody changed the Lease at that moment.</returns>
    private async Task<bool?> TryHoldAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        // A request that hangs leaves time for another.
        var limit = left < _options.RenewDeadline / 2 ? left : _options.RenewDeadline / 2;
        try
        {
            if (_lease?.Holder != _identity)
                Observe(await leases.GetAsync(limit, cancellationToken));
            if (_lease is { Holder: { Length: > 0 } holder } && holder != _identity && time.GetElapsedTime(_changed) < _lease.Duration)
                return false;

            var wanted = (_lease ?? Lease.New(_options.Namespace, _options.Name)).HeldBy(_identity, _options.LeaseDuration, time.GetUtcNow());
            Observe(await leases.PutAsync(wanted, limit, cancellationToken));
            return true;
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or TimeoutException)
        {
            Log.LeaseUnanswered(logger, e, _options.Namespace, _options.Name);
            // Read it before the next attempt: what we know of it may be old.
            if (_lease?.Holder == _identity)
                _lease = null;
            return null;
        }
    }

    private void Observe(Lease? lease)
    {
        if (lease?.Version != _lease?.Version || lease is null)
            _changed = time.GetTimestamp();
        _lease = lease;
    }

    private async Task ReleaseAsync()
    {
        try
        {
            if (_lease is not null)
                Observe(await leases.PutAsync(_lease.Released(time.GetUtcNow()), _options.RenewDeadline / 2, CancellationToken.None));
            Log.LeadershipGivenBack(logger, _identity);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or TimeoutException)
        {
            // It runs out by itself.
            Log.LeaseUnanswered(logger, e, _options.Namespace, _options.Name);
        }
    }
}
