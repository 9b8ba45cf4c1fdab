using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>
/// The live part of one watch: writes what comes, flushes when nothing more is at hand, and waits. While it waits it owns one timer and
/// one registration, and the thread pool nothing.
/// </summary>
internal sealed class WatchStream : IDisposable
{
    private readonly IObjectReader _reader;
    private readonly ReadRequest _request;
    private readonly Representation _representation;
    private readonly ResponseBody _body;
    private readonly IObjectWatch _watch;
    private readonly WatchTimes _times;
    private readonly WatchAlarm _alarm = new();
    private readonly Action _ring;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _stoppingRegistration;
    private readonly long _silentUntil;
    private Task<bool>? _change;
    private long _sent;

    public WatchStream(
        IObjectReader reader, ReadRequest request, Representation representation, ResponseBody body, IObjectWatch watch, WatchStart start,
        TimeProvider time, CancellationToken stopping)
    {
        _reader = reader;
        _request = request;
        _representation = representation;
        _body = body;
        _watch = watch;
        _time = time;
        _sent = start.Revision;
        _silentUntil = start.SilentUntil;
        _ring = _alarm.Ring;
        _times = new WatchTimes(time, request.Options.TimeoutSeconds, request.Options.AllowBookmarks, _ring);
        _stopping = stopping;
        _stoppingRegistration = stopping.UnsafeRegister(static state => ((Action)state!)(), _ring);
    }

    /// <summary>Returns when the watch has come to its end, the reader was too slow, or the server stops: the connection is closed cleanly.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!_times.IsOver && !_stopping.IsCancellationRequested)
        {
            // Everything up to here is in the watch already: to store and to publish is one act.
            var reached = _reader.Latest(_request.Resource.Resource).Revision;
            while (_watch.TryRead(out var change))
            {
                Write(change);
                if (_body.Pending >= ResponseBody.ChunkSize && !await _body.TryFlushAsync(WatchTimes.Unread, _time, cancellationToken)) return;
            }
            if (_times.TakeBookmark())
            {
                _sent = Math.Max(_sent, reached);
                _representation.WriteBookmark(_body, _sent, initialEventsEnd: false);
            }
            if (_body.Pending > 0 && !await _body.TryFlushAsync(WatchTimes.Unread, _time, cancellationToken)) return;
            if (!await WaitAsync(cancellationToken)) return;
        }
    }

    public void Dispose()
    {
        _stoppingRegistration.Dispose();
        _times.Dispose();
    }

    /// <summary>Waits for a change, the timer or the shutdown. False where the watch has ended.</summary>
    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_change is null)
        {
            var change = _watch.WaitToReadAsync(cancellationToken).AsTask();
            if (change.IsCompleted) return await change;
            _change = change;
            change.GetAwaiter().UnsafeOnCompleted(_ring);
        }
        await _alarm.WaitAsync();
        if (!_change.IsCompleted) return true;
        var ended = _change;
        _change = null;
        return await ended;
    }

    private void Write(StoredEvent change)
    {
        _sent = Math.Max(_sent, change.Revision);
        if (change.Revision <= _silentUntil) return;
        var filter = _request.Filter;
        if (!filter.MatchesKey(change.Key)) return;
        if (!filter.ReadsObjects)
        {
            _representation.WriteEvent(_body, change.Type, change.Json.Span);
            return;
        }
        if (change.Type == WatchEventType.Deleted)
        {
            if (filter.MatchesObject(change.Json.Span)) _representation.WriteEvent(_body, WatchEventType.Deleted, change.Json.Span);
            return;
        }
        var before = !change.Previous.IsEmpty && filter.MatchesObject(change.Previous.Span);
        var after = filter.MatchesObject(change.Json.Span);
        if (after) _representation.WriteEvent(_body, before ? WatchEventType.Modified : WatchEventType.Added, change.Json.Span);
        else if (before) _representation.WriteEvent(_body, WatchEventType.Deleted, EventForms.Leaving(change));
    }
}
