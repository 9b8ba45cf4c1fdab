using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <summary>
/// Follows a collection: list, then watch from there, resumed for as long as the server remembers; else list again and tell the difference.
/// Runs while somebody follows, and a while longer.
/// </summary>
internal sealed class RawInformer : IRawInformer, IAsyncDisposable
{
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    private readonly CollectionClient _client;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly HeldObjects _held;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _linger;
    private CancellationTokenSource? _stop;
    private Task _run = Task.CompletedTask;

    public RawInformer(GroupVersionResource resource, IClusterConnection connection, ClusterOptions options, TimeProvider time, Random random, ILogger logger)
    {
        Resource = resource;
        (_options, _time, _random, _logger) = (options, time, random, logger);
        _client = new CollectionClient(connection, resource, options, time);
        _held = new HeldObjects(resource, logger);
        _linger = time.CreateTimer(_ => StopIfIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public GroupVersionResource Resource { get; }

    public bool Synced => _held.Synced;

    public long Revision => _held.Revision;

    public IDisposable Subscribe(IRawObjectHandler handler)
    {
        var subscription = _held.Subscribe(handler, OnLastGone);
        Start();
        return subscription;
    }

    public void Start()
    {
        lock (_gate)
        {
            if (_stop is not null || _disposed.IsCancellationRequested)
                return;

            var stop = _stop = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
            var before = _run;
            _run = Task.Run(() => RunAsync(before, stop), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _linger.DisposeAsync();
        await _run;
        _disposed.Dispose();
    }

    private void OnLastGone()
    {
        if (!_disposed.IsCancellationRequested)
            _linger.Change(_options.IdleLinger, Timeout.InfiniteTimeSpan);
    }

    private void StopIfIdle()
    {
        lock (_gate)
        {
            if (_stop is null || _held.Followed)
                return;

            _stop.Cancel();
            _stop = null;
        }
    }

    private async Task RunAsync(Task before, CancellationTokenSource stop)
    {
        await before;
        using (stop)
        {
            try
            {
                await FollowAsync(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Nobody follows any more: what is held grows stale from here. Whoever came in between is served by the next run.
                _held.TryClear();
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(_options.MinBackoff, _options.MaxBackoff, _time, _random);
        var resumable = false;
        while (true)
        {
            TimeSpan? retryAfter = null;
            var watch = new WatchLife(this);
            try
            {
                if (!resumable)
                {
                    await ListAsync(cancellationToken);
                    resumable = true;
                }

                watch.Begin();
                await WatchAsync(cancellationToken);
                if (watch.Useful)
                {
                    backoff.Reset();
                    continue;
                }

                Log.WatchShort(_logger, Resource);
            }
            catch (StatusException e) when (e.Status.Code == 410)
            {
                Log.RevisionExpired(_logger, Resource, Revision);
                resumable = false;
            }
            catch (StatusException e)
            {
                retryAfter = e.Status.Details is { RetryAfterSeconds: > 0 } details ? TimeSpan.FromSeconds(details.RetryAfterSeconds) : null;
                LogRefusal(e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
            {
                Log.ConnectionLost(_logger, Resource, e.Message);
            }
            catch (Exception e) when (e is FormatException or JsonException)
            {
                // What was heard cannot be trusted to be all there was.
                Log.AnswerUnreadable(_logger, Resource, e.Message);
                resumable = false;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // Nobody foresaw it. An informer that has silently ended would be worse than one that tries again and says so.
                Log.FollowFailed(_logger, e, Resource);
                resumable = false;
            }

            if (watch.Useful)
                backoff.Reset();
            await backoff.WaitAsync(retryAfter, cancellationToken);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var (revision, keys) = await _client.ListAsync(_held.Upsert, cancellationToken);
        _held.RetainOnly(keys, revision);
        _held.Progress(revision);
        Log.Listed(_logger, Resource, keys.Count, revision);
    }

    private Task WatchAsync(CancellationToken cancellationToken)
    {
        double share;
        lock (_random)
            share = _random.NextDouble();
        var reached = Revision;
        return _client.WatchAsync(
            Revision, TimeSpan.FromMinutes(5 + 5 * share), frame => reached = Math.Max(reached, Take(frame)), () => _held.Progress(reached), cancellationToken);
    }

    /// <returns>The revision up to which everything has been heard now.</returns>
    private long Take(WatchFrame frame)
    {
        switch (frame.Type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                var current = _client.Keep(frame.Json.Span);
                _held.Upsert(current);
                return current.Revision;

            case WatchEventType.Deleted:
                var last = RawObjectReader.Parse(frame.Json);
                _held.Delete(last.Key, last.Revision);
                return last.Revision;

            case WatchEventType.Bookmark:
                return ObjectMeta.Read(frame.Json.Span).Revision;

            default:
                throw KubernetesStatus.TryParse(frame.Json.Span, out var status)
                    ? status.ToException()
                    : new FormatException("a watch ended with an ERROR that is no Status");
        }
    }

    private void LogRefusal(StatusException e)
    {
        if (e.Status.Code == 404)
            Log.CollectionMissing(_logger, Resource);
        else if (e.Status.Code is 401 or 403)
            Log.AccessDenied(_logger, Resource, e.Message);
        else
            Log.Refused(_logger, Resource, e.Status.Code, e.Message);
    }

    /// <summary>Whether a watch was worth having: it lasted, or brought news. One that was not must not be followed by the next at once.</summary>
    private struct WatchLife(RawInformer informer)
    {
        private long? _start;
        private long _from;

        public readonly bool Useful =>
            _start is { } start && (informer.Revision > _from || informer._time.GetElapsedTime(start) >= ShortWatch);

        public void Begin() => (_start, _from) = (informer._time.GetTimestamp(), informer.Revision);
    }
}
