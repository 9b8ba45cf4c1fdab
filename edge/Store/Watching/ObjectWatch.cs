using System.Diagnostics.CodeAnalysis;
using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>
/// One watcher: either it holds a link of its collection's live tail, or it has none and reads the log, page by page, until it has caught up.
/// It begins in the log and falls back to it when it lags more than memory is worth.
/// </summary>
internal sealed class ObjectWatch(Publication publication, GroupVersionResource resource, Feed feed, long after, WatchedPart part) : IObjectWatch
{
    private readonly Lock _gate = new();
    private long _last = after;
    private EventNode? _live;
    private IReadOnlyList<StoredEvent> _page = [];
    private int _next;
    private TaskCompletionSource<bool>? _waiter;
    private bool _ended;

    public GroupVersionResource Resource { get; } = resource;

    public Feed Feed { get; } = feed;

    public WatchedPart Part { get; } = part;

    /// <inheritdoc/>
    public bool TryRead([NotNullWhen(true)] out StoredEvent? change)
    {
        do
        {
            lock (_gate)
            {
                change = _ended ? null : Take();
                if (change is not null || _ended || _live is not null) return change is not null;
            }
        }
        while (Refill());
        return false;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_ended) return new(false);
                if (_next < _page.Count || _live?.Next is not null) return new(true);
                if (_live is not null)
                {
                    if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
                    _waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new(_waiter.Task.WaitAsync(cancellationToken));
                }
            }
            Refill();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        publication.Remove(this);
        End();
    }

    /// <summary>The watch is over: its reader is told, and keeps nothing alive.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _live = null;
            _page = [];
            Wake(false);
        }
    }

    /// <summary>Something was published: lets go of the live tail where it has become too long, and wakes the reader.</summary>
    public void Published(EventNode tail, bool live, int maxEvents, int maxBytes)
    {
        lock (_gate)
        {
            if (_live is not null && (!live || tail.Count - _live.Count > maxEvents || tail.Bytes - _live.Bytes > maxBytes)) _live = null;
            Wake(true);
        }
    }

    /// <summary>The log no longer holds what follows <paramref name="oldest"/>'s predecessors: one that still has to read them ends.</summary>
    public void Cut(long oldest)
    {
        lock (_gate)
        {
            if (_live is null && LastAtHand < oldest) End();
        }
    }

    /// <summary>Joins the live tail, where everything up to <paramref name="last"/> has been read. Called under the publication's lock.</summary>
    public bool TryJoin(EventNode tail, long last)
    {
        lock (_gate)
        {
            if (_ended || LastAtHand < last) return false;
            _live = tail;
            return true;
        }
    }

    private long LastAtHand => _page.Count > 0 ? Math.Max(_last, _page[^1].Sequence) : _last;

    private StoredEvent? Take()
    {
        StoredEvent? change = null;
        if (_next < _page.Count)
        {
            change = _page[_next++];
            if (_next == _page.Count) (_page, _next) = ([], 0);
        }
        else if (_live?.Next is { } node)
        {
            _live = node;
            change = node.Change;
        }
        if (change is not null) _last = change.Sequence;
        return change;
    }

    /// <summary>Reads the next page of the log, or joins the live tail. False where the log has been cut below what is needed.</summary>
    private bool Refill()
    {
        if (publication.TryJoin(this)) return true;
        var page = publication.ReadLog(Resource, _last);
        lock (_gate)
        {
            if (page is null) End();
            else if (!_ended) (_page, _next) = (page, 0);
            return !_ended;
        }
    }

    private void Wake(bool more)
    {
        _waiter?.TrySetResult(more);
        _waiter = null;
    }
}
