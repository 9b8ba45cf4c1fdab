using System.Security.Cryptography;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>
/// When a watch has to act on its own: bookmarks about every minute and 2 s before its end, and its end (kubernetes-api.md 2.5, 2.6).
/// One timer a watch, set anew only when it has gone off: an event does not touch it.
/// </summary>
internal sealed class WatchTimes : IDisposable
{
    /// <summary>Who reads nothing for so long is taken as gone, with what waits for it.</summary>
    public static readonly TimeSpan Unread = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BeforeEnd = TimeSpan.FromSeconds(2);
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _end;
    private readonly bool _bookmarks;
    private readonly ITimer _timer;
    private readonly Action _ring;
    private volatile bool _wentOff;
    private DateTimeOffset _nextBookmark;

    public WatchTimes(TimeProvider time, long timeoutSeconds, bool bookmarks, Action ring)
    {
        _time = time;
        _bookmarks = bookmarks;
        var now = time.GetUtcNow();
        // Spread, so that thousands of watches opened at once do not end at once.
        var seconds = timeoutSeconds > 0 ? Math.Min(timeoutSeconds, int.MaxValue / 1000) : RandomNumberGenerator.GetInt32(1800, 3600);
        _end = now.AddSeconds(seconds);
        _nextBookmark = NextBookmark(now);
        _ring = ring;
        _timer = time.CreateTimer(static state => ((WatchTimes)state!).GoOff(), this, Due(now), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the watch has come to its end.</summary>
    public bool IsOver => _time.GetUtcNow() >= _end;

    /// <summary>Whether a bookmark is due; asking sets the timer for the next one.</summary>
    public bool TakeBookmark()
    {
        if (!_wentOff) return false;
        _wentOff = false;
        var now = _time.GetUtcNow();
        var due = now >= _nextBookmark;
        if (due) _nextBookmark = NextBookmark(now);
        _timer.Change(Due(now), Timeout.InfiniteTimeSpan);
        return due;
    }

    public void Dispose() => _timer.Dispose();

    private void GoOff()
    {
        _wentOff = true;
        _ring();
    }

    private DateTimeOffset NextBookmark(DateTimeOffset now)
    {
        if (!_bookmarks) return DateTimeOffset.MaxValue;
        var regular = now.AddMilliseconds(RandomNumberGenerator.GetInt32(50_000, 60_000));
        var last = _end - BeforeEnd;
        if (regular < last) return regular;
        return now < last ? last : DateTimeOffset.MaxValue;
    }

    private TimeSpan Due(DateTimeOffset now)
    {
        var due = (_nextBookmark < _end ? _nextBookmark : _end) - now;
        return due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1);
    }
}
