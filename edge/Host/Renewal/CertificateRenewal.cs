using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>
/// Asks the cloud once it is there, whenever a fact has changed that the serving certificate holds, when a certificate is due, and every two
/// hours besides. A failure is tried again, with ever longer waits.
/// </summary>
internal sealed class CertificateRenewal(
    Renewer renewer, ClusterFacts facts, CurrentIdentity identity, RenewalState state, ILink link, TimeProvider time, ILogger<CertificateRenewal> log) : BackgroundService
{
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _regular = TimeSpan.FromHours(2);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(5);

    private readonly Random _random = new(identity.Value.Config.Node.GetHashCode(StringComparison.Ordinal) ^ Environment.ProcessId);
    private string? _asked;
    private DateTimeOffset _next;
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(_tick, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var known = facts.Read();
        var now = time.GetUtcNow();
        var waits = _failures > 0 && now < _next;
        // Without a cloud there is nobody to ask; a certificate that is due is worth the try, since only the stream may be down.
        if (waits || !(link.State.Connected || renewer.IsAnyDue) || !(known != _asked || now >= _next || renewer.IsAnyDue)) return;
        try
        {
            await renewer.RenewAsync(cancellationToken);
            (_asked, _failures, state.Problem) = (known, 0, null);
            _next = now + _regular * (0.8 + 0.4 * _random.NextDouble());
        }
        catch (RenewalException e)
        {
            var ceiling = Math.Min(_longestWait.TotalSeconds, _tick.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 10)));
            _next = now + TimeSpan.FromSeconds(ceiling * (0.5 + 0.5 * _random.NextDouble()));
            Tell(e.Message);
        }
    }

    private void Tell(string problem)
    {
        // One line for each problem, and one for each attempt once time is running out.
        if (renewer.IsAnyDue) log.RenewalOverdue(identity.Value.Serving.NotAfter.ToUniversalTime(), identity.Value.Client.NotAfter.ToUniversalTime(), problem);
        else if (state.Problem != problem) log.RenewalFailed(problem);
        state.Problem = problem;
    }
}
