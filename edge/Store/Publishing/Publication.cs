using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Database;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Publishing;

/// <summary>
/// What readers may see, and who watches. A commit is published in one act under one lock: watchers get its changes, then readers its
/// state. Readers never look past <see cref="Current"/>, even where the database already holds more.
/// </summary>
internal sealed class Publication(StoreHead head, ReaderPool readers, StoreOptions options)
{
    private const int PageEvents = 100;
    private const int PageBytes = 256 << 10;
    private const int MostLooks = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<GroupVersionResource, Feed> _feeds = [];
    private volatile StoreHead _current = head;
    private bool _closed;

    public StoreHead Current => _current;

    /// <summary>Whether anybody watches what the object would be part of; true, too, where finding out would cost too many looks at it.</summary>
    public bool IsWatched(GroupVersionResource resource, ObjectKey key, ReadOnlySpan<byte> json)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(resource, out var feed)) return false;
            var looks = 0;
            foreach (var watch in feed.Watches)
            {
                if (!watch.Part.MayHold(key)) continue;
                if (watch.Part.Sees is not { } sees || ++looks > MostLooks || sees(key, json)) return true;
            }
            return false;
        }
    }

    /// <summary>Publishes what <paramref name="writer"/> has just committed.</summary>
    public void Publish(StoreHead next, IReadOnlyCollection<GroupVersionResource> touched, Connection writer)
    {
        lock (_gate)
        {
            foreach (var resource in touched)
            {
                if (_feeds.TryGetValue(resource, out var feed)) Publish(feed, _current.Find(resource), next.Find(resource)!, writer);
            }
            _current = next;
        }
    }

    public ObjectWatch Watch(GroupVersionResource resource, long after, WatchedPart part)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_feeds.TryGetValue(resource, out var feed)) _feeds[resource] = feed = new Feed();
            var watch = new ObjectWatch(this, resource, feed, after, part);
            feed.Watches.Add(watch);
            return watch;
        }
    }

    public void Remove(ObjectWatch watch)
    {
        lock (_gate)
        {
            watch.Feed.Watches.Remove(watch);
            if (watch.Feed.Watches.Count == 0 && _feeds.GetValueOrDefault(watch.Resource) == watch.Feed) _feeds.Remove(watch.Resource);
        }
    }

    /// <summary>Puts a watch that has read the whole log onto the live tail.</summary>
    public bool TryJoin(ObjectWatch watch)
    {
        lock (_gate)
        {
            return watch.TryJoin(watch.Feed.Tail, _current.Find(watch.Resource)?.Last ?? 0);
        }
    }

    /// <summary>The next page of the log after a sequence; null where the log does not reach back that far.</summary>
    public IReadOnlyList<StoredEvent>? ReadLog(GroupVersionResource resource, long after)
    {
        if (_current.Find(resource) is not { } head) return [];
        var connection = readers.Rent();
        try
        {
            var page = LogPage.Read(connection, head.Id, after, head.Last, PageEvents, PageBytes);
            // Rows go only after the cut has been published, so a look at the head after the reading tells whether all were there.
            return _current.CanRead(resource, head.Id, after) ? page.Changes : null;
        }
        finally
        {
            readers.Return(connection);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var feed in _feeds.Values) End(feed);
            _feeds.Clear();
        }
    }

    private void Publish(Feed feed, CollectionHead? before, CollectionHead next, Connection writer)
    {
        if (before is not null && before.Id != next.Id)
        {
            End(feed);
            _feeds.Remove(next.Resource);
            return;
        }
        if (next.Last != (before?.Last ?? 0)) Append(feed, before, next, writer);
        if (next.Oldest != (before?.Oldest ?? 0))
        {
            foreach (var watch in feed.Watches) watch.Cut(next.Oldest);
        }
    }

    private void Append(Feed feed, CollectionHead? before, CollectionHead next, Connection writer)
    {
        var page = ReadBack(before, next, writer);
        if (page.Whole)
        {
            foreach (var change in page.Changes) feed.Tail = feed.Tail.Append(change);
        }
        foreach (var watch in feed.Watches) watch.Published(feed.Tail, page.Whole, options.WatchBufferEvents, options.WatchBufferBytes);
    }

    private LogPage ReadBack(CollectionHead? before, CollectionHead next, Connection writer)
    {
        try
        {
            return LogPage.Read(writer, next.Id, before?.Last ?? 0, next.Last, options.WatchBufferEvents, options.WatchBufferBytes);
        }
        catch (Exception fault) when (fault is StoreException or FormatException or JsonException)
        {
            // The commit stands and must be published. Watchers read it from the log, where the fault, if it stays, is theirs.
            return new LogPage([], Whole: false);
        }
    }

    private static void End(Feed feed)
    {
        foreach (var watch in feed.Watches) watch.End();
        feed.Watches.Clear();
    }
}
