using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Demo.Clients;

/// <summary>
/// Follows a collection as an informer does: list, watch from the list's revision, watch again from the last one seen, list again only
/// where the server says 410. Notes what an informer must never see.
/// </summary>
public sealed class LiveView : IAsyncDisposable
{
    private readonly KubeApi _api;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _objects = [];
    private readonly Task _loop;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts to follow; <paramref name="path"/> is the collection's.</summary>
    public LiveView(KubeApi api, string path, TimeProvider time)
    {
        (_api, _path, _time) = (api, path, time);
        _loop = Task.Run(() => FollowAsync(_stop.Token));
    }

    /// <summary>How often everything was listed; 1 for a watch that never had to begin again.</summary>
    public int Lists { get; private set; }

    /// <summary>How many connections the watch has used.</summary>
    public int Watches { get; private set; }

    /// <summary>How many events have arrived.</summary>
    public int Events { get; private set; }

    /// <summary>The last revision that was seen.</summary>
    public long Revision { get; private set; }

    /// <summary>The first event whose revision was lower than one seen before, for a person; null while there is none.</summary>
    public string? WentBack { get; private set; }

    /// <summary>A copy of what is there now, by namespace/name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Objects
    {
        get { lock (_lock) return new Dictionary<string, JsonObject>(_objects); }
    }

    /// <summary>Waits until what is there satisfies <paramref name="condition"/>.</summary>
    /// <exception cref="TimeoutException">It never did; the message says what was there instead.</exception>
    public async Task WaitAsync(string what, Func<IReadOnlyDictionary<string, JsonObject>, bool> condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition(_objects)) return;
                changed = _changed.Task;
            }
            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"{what}: not within {timeout.TotalSeconds:0} s; {_path} holds {string.Join(", ", Objects.Keys)}");
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var listed = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!listed) await ListAsync(cancellationToken);
                listed = true;
                listed = await WatchAsync(cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException or KubeApiException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time, CancellationToken.None);
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await _api.GetAsync(_path, cancellationToken);
        lock (_lock)
        {
            _objects.Clear();
            foreach (var item in list["items"]!.AsArray()) _objects[KeyOf(item!.AsObject())] = item!.AsObject();
            Note(long.Parse(list["metadata"]!["resourceVersion"]!.GetValue<string>()), "a list");
            Lists++;
        }
        Wake();
    }

    /// <returns>False where everything has to be listed again.</returns>
    private async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
        var separator = _path.Contains('?') ? '&' : '?';
        Watches++;
        await foreach (var change in _api.WatchAsync($"{_path}{separator}watch=1&allowWatchBookmarks=true&resourceVersion={Revision}", cancellationToken))
        {
            var type = change["type"]!.GetValue<string>();
            var value = change["object"]!.AsObject();
            if (type == "ERROR")
            {
                if (value["code"]?.GetValue<int>() == 410) return false;
                throw new KubeApiException(value["code"]?.GetValue<int>() ?? 0, value.ToJsonString());
            }
            lock (_lock)
            {
                if (type == "DELETED") _objects.Remove(KeyOf(value));
                else if (type != "BOOKMARK") _objects[KeyOf(value)] = value;
                if (type != "BOOKMARK") Events++;
                Note(long.Parse(value["metadata"]!["resourceVersion"]!.GetValue<string>()), $"{type} {value["metadata"]!["name"]}");
            }
            Wake();
        }
        return true;
    }

    private void Note(long revision, string what)
    {
        if (revision < Revision) WentBack ??= $"{what} at {revision} after {Revision}";
        Revision = Math.Max(revision, Revision);
    }

    private void Wake()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    private static string KeyOf(JsonObject value) => $"{value["metadata"]!["namespace"]}/{value["metadata"]!["name"]}";
}
