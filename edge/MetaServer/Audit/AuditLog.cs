using System.Threading.Channels;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>
/// Writes events to a file. No request waits for the disk: events queue up, bounded, and what a disk that does not keep up loses is
/// counted and said.
/// </summary>
internal sealed class AuditLog(IOptions<AuditOptions> options, ClusterClock clock, ILogger<AuditLog> logger) : BackgroundService, IAudit
{
    private const int Most = 8192;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Most) { SingleReader = true });
    private long _lost;

    public AuditTrail? Begin(string auditId) => options.Value.Path.Length == 0 ? null : new AuditTrail(auditId, clock.GetUtcNow());

    public void Started(HttpContext context, AuditTrail trail) => Write(context, trail, "ResponseStarted");

    public void Completed(HttpContext context, AuditTrail trail) => Write(context, trail, "ResponseComplete");

    /// <summary>Writes what is queued before it ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } work) await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Path.Length == 0) return;
        using var file = new AuditFile(options.Value);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            try
            {
                while (_queue.Reader.TryPeek(out var line))
                {
                    file.Append(line);
                    _queue.Reader.TryRead(out _);
                }
                file.Flush();
                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost) Log.AuditLost(logger, lost);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.AuditFailed(logger, e, options.Value.Path);
                await Task.Delay(Retry, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Write(HttpContext context, AuditTrail trail, string stage)
    {
        if (!_queue.Writer.TryWrite(AuditEvent.Write(context, trail, stage, clock.GetUtcNow()))) Interlocked.Increment(ref _lost);
    }
}
