using System.Security.Cryptography;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>
/// Asks the cloud once it is there, whenever a fact has changed that the serving certificate holds or the cloud has other CAs than are known here, when a
/// certificate is due, and every two hours besides. A failure is tried again, with ever longer waits; so is an answer that leaves a certificate due, or the
/// CAs others than the cloud says (another replica may not have heard of them yet).
/// </summary>
internal sealed class CertificateRenewal(
    Renewer renewer, ClusterFacts facts, CurrentIdentity identity, RenewalState state, ILink link, TimeProvider time, ILogger<CertificateRenewal> log) : BackgroundService
{
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(5);

    private readonly RenewalPace _pace = new(time, new Random(identity.Value.Config.Node.GetHashCode(StringComparison.Ordinal) ^ Environment.ProcessId));
    private string? _asked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(_tick, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (StoreException e)
                {
                    // What pods read does not hang on this: a disk that does not answer now may at the next tick.
                    Tell(e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>What happens at each tick.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var known = facts.Read();
        var due = renewer.IsAnyDue;
        // Without a cloud there is nobody to ask; a certificate that is due is worth the try, since only the stream may be down.
        if (!(link.State.Connected || due) || !_pace.Allows(changed: known != _asked, due || KnowsOtherAuthorities())) return;
        try
        {
            await renewer.RenewAsync(cancellationToken);
            _asked = known;
            var still = renewer.IsAnyDue;
            _pace.Succeeded(still || KnowsOtherAuthorities());
            if (still) Tell($"a certificate that the cloud has just signed is due already: set this node's clock, which says {time.GetUtcNow():u}");
            else state.Problem = null;
        }
        catch (Exception e) when (e is RenewalException or CryptographicException)
        {
            _pace.Failed();
            Tell(e.Message);
        }
    }

    private bool KnowsOtherAuthorities() => facts.ReadAuthorities() is { } said && said != TrustedAuthorities.NameOf(identity.Value.Authorities);

    private void Tell(string problem)
    {
        // One line for each problem, and one for each attempt once time is running out.
        if (renewer.IsAnyDue) log.RenewalOverdue(identity.Value.Serving.NotAfter.ToUniversalTime(), identity.Value.Client.NotAfter.ToUniversalTime(), problem);
        else if (state.Problem != problem) log.RenewalFailed(problem);
        state.Problem = problem;
    }
}
