using System.Buffers;
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
    private const int AtOnce = 32 << 10;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly Channel<byte[]> _queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private long _lost;

    public AuditTrail Begin(string auditId) => new(auditId, clock.GetUtcNow());

    public void Started(HttpContext context, AuditTrail trail) => Write(context, trail, "ResponseStarted");

    public void Completed(HttpContext context, AuditTrail trail) => Write(context, trail, "ResponseComplete");

    /// <summary>Writes what is queued before it ends, if the disk takes it at once.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await _end.CancelAsync();
        if (ExecuteTask is { } work) await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _end.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Path.Length == 0) return;
        using var file = new AuditFile(options.Value);
        var lines = new ArrayBufferWriter<byte>();
        var count = 0;
        while (count > 0 || await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            while (lines.WrittenCount < AtOnce && _queue.Reader.TryRead(out var line))
            {
                lines.Write(line);
                count++;
            }
            try
            {
                file.Append(lines.WrittenSpan);
                lines.ResetWrittenCount();
                count = 0;
                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost) Log.AuditLost(logger, lost);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Log.AuditFailed(logger, e, options.Value.Path);
                if (_end.IsCancellationRequested)
                {
                    Log.AuditLost(logger, Interlocked.Exchange(ref _lost, 0) + count + _queue.Reader.Count);
                    return;
                }
                await Task.Delay(Retry, clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Write(HttpContext context, AuditTrail trail, string stage)
    {
        if (!_queue.Writer.TryWrite(AuditEvent.Write(context, trail, stage, clock.GetUtcNow()))) Interlocked.Increment(ref _lost);
    }
}
