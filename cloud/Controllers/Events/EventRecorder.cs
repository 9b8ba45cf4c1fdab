using System.Threading.Channels;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>Writes Events one after another, out of a bounded queue: what comes while it is full is dropped, and counted as such.</summary>
internal sealed class EventRecorder(ClusterCalls calls, ControllerMetrics metrics, TimeProvider time, Random random, ILogger<EventRecorder> logger)
    : BackgroundService, IEventRecorder
{
    private const int MaxWaiting = 1000;
    private static readonly GroupVersionResource Collection = new("events.k8s.io", "v1", "events");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    private readonly Channel<EventNote> _notes = Channel.CreateBounded<EventNote>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly EventLedger _ledger = new(random);

    public void Record(ObjectReference regarding, EventType type, string reason, string action, string note, ObjectReference? related = null)
    {
        if (!_notes.Writer.TryWrite(new EventNote(regarding, type, reason, action, note, related)))
            metrics.Noted("dropped");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tick = Task.CompletedTask;
        try
        {
            while (true)
            {
                await WriteAsync(all: false, stoppingToken);
                if (tick.IsCompleted)
                    tick = Task.Delay(Tick, time, stoppingToken);
                await Task.WhenAny(tick, _notes.Reader.WaitToReadAsync(stoppingToken).AsTask());
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        // What the controllers said as they stopped, and the counts; for so long and no longer.
        using var limit = new CancellationTokenSource(Farewell, time);
        try
        {
            await WriteAsync(all: true, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(bool all, CancellationToken cancellationToken)
    {
        while (_notes.Reader.TryRead(out var note))
        {
            if (_ledger.Take(note, time.GetUtcNow(), out var limited) is { } series)
                await MakeAsync(series, cancellationToken);
            else
                metrics.Noted(limited ? "limited" : "counted");
        }

        foreach (var series in _ledger.Due(time.GetUtcNow(), all))
            await CountAsync(series, cancellationToken);
        _ledger.Tidy(time.GetUtcNow());
    }

    private Task MakeAsync(EventSeries series, CancellationToken cancellationToken) => TryAsync(series, () => calls.SendAsync(
        HttpMethod.Post, PathOf(series.Note, ""), EventJson.New(series, Environment.MachineName), "application/json", Limit, cancellationToken));

    private Task CountAsync(EventSeries series, CancellationToken cancellationToken) => TryAsync(series, () => calls.SendAsync(
        HttpMethod.Patch, PathOf(series.Note, series.Name), EventJson.Count(series), ClusterCalls.MergePatch, Limit, cancellationToken));

    private async Task TryAsync(EventSeries series, Func<Task> write)
    {
        try
        {
            await write();
            series.Written(time.GetUtcNow());
            metrics.Noted("written");
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or TimeoutException)
        {
            // Its namespace may be on its way out, or it may have expired: an Event is not worth more than one attempt.
            _ledger.Forget(series);
            metrics.Noted("failed");
            Log.EventNotWritten(logger, e, series.Note.Reason, series.Note.Regarding.Kind, series.Note.Regarding.Name, series.Note.Note);
        }
    }

    private static string PathOf(EventNote note, string name) => ClusterCalls.PathOf(Collection, new ObjectKey(EventJson.NamespaceOf(note), name));
}
