using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>
/// Asks again whether what was granted still may be held: when roles or bindings have changed, when the last pod of a caller has left a node, and now and then
/// besides, since the cluster may decide by more than roles. A caller is asked about once a collection, on however many nodes it runs. What the cluster does not
/// answer is asked again, and stays until it has answered.
/// </summary>
internal sealed class GrantReview(
    ClusterView view, IInterestAuthorizer authorizer, IOptions<DistributionOptions> options, TimeProvider time, ILogger<GrantReview> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private readonly DistributionOptions _options = options.Value;
    private readonly Dictionary<(string Node, ObjectKey Account), long> _departed = [];
    private long _reviewedAt = time.GetTimestamp();
    private long _reviewedVersion;
    private bool _unanswered;

    /// <summary>Looks every now and then: what changes between two looks is asked about once.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(_options.ReviewDelay, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                WithdrawDeparted();
                await ReviewAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task ReviewAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<GrantKey> grants;
        lock (view.Gate)
        {
            var version = view.Grants.RightsVersion;
            if (version == _reviewedVersion && !_unanswered && time.GetElapsedTime(_reviewedAt) < _options.ReviewInterval) return;
            _reviewedVersion = version;
            grants = [.. view.Grants.Keys];
        }
        _reviewedAt = time.GetTimestamp();

        var problems = new ConcurrentQueue<Exception>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(grants, parallel, (grant, token) => ReviewAsync(grant, problems, token));
        _unanswered = problems.TryPeek(out var first);
        if (first is not null) Log.ReviewUndecided(logger, first, problems.Count);
    }

    private async ValueTask ReviewAsync(GrantKey grant, ConcurrentQueue<Exception> problems, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(_options.DecisionTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            var decision = await authorizer.DecideAsync(grant.User, grant.Collection, either.Token);
            if (!decision.Granted) Withdraw(grant, null, decision.Reason);
        }
#pragma warning disable CA1031 // Whatever keeps it from being decided, it is asked again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            problems.Enqueue(e);
        }
    }

    /// <summary>A pod that is replaced by its like is gone for a moment only: what it read is not sent away and fetched again.</summary>
    private void WithdrawDeparted()
    {
        var ended = new List<(GrantKey Grant, string Node, ObjectKey Account)>();
        lock (view.Gate)
        {
            foreach (var departed in view.Grants.TakeDeparted()) _departed.TryAdd(departed, time.GetTimestamp());
            foreach (var (departed, at) in _departed.ToList())
            {
                var isBack = view.RunsAs(departed.Node, departed.Account);
                if (!isBack && time.GetElapsedTime(at) < _options.DepartureDelay) continue;
                _departed.Remove(departed);
                if (isBack) continue;
                ended.AddRange(view.Grants.Keys
                    .Where(grant => GrantBook.TryReadAccount(grant.User, out var account) && account == departed.Account)
                    .Select(grant => (grant, departed.Node, departed.Account)));
            }
        }
        foreach (var (grant, node, account) in ended) Withdraw(grant, node, $"no pod on node {node} runs as {account} any more");
    }

    private void Withdraw(GrantKey grant, string? node, string reason)
    {
        IReadOnlyList<Viewer> holders;
        lock (view.Gate) holders = [.. view.Grants.Holders(grant).Where(viewer => node is null || viewer.Node == node)];
        foreach (var viewer in holders)
        {
            view.Withdraw(viewer, grant, reason, mayComeBack: node is not null);
            Log.GrantWithdrawn(logger, grant.Collection, viewer.Node, grant.User, reason);
        }
    }
}
