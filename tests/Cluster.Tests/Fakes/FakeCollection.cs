using System.Globalization;
using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Fakes;

/// <summary>One collection: objects, a history of events, and watches that follow it.</summary>
public sealed class FakeCollection(string apiVersion, string kind, Func<long> nextRevision, Func<long> revision)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Revision, WatchEventType Type, string Json)> _history = [];
    private readonly Dictionary<string, List<string>> _pages = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _forgotten;

    /// <summary>Watches that are open.</summary>
    public int Watches { get; private set; }

    /// <summary>Sets an object; <paramref name="extra"/> is JSON members behind the metadata, such as <c>"spec":{}</c>.</summary>
    public long Put(string ns, string name, string extra = "\"spec\":{}", string metadata = "", string? uid = null)
    {
        lock (_gate)
        {
            var key = $"{ns}/{name}";
            var known = _objects.ContainsKey(key);
            var at = nextRevision();
            var json = Object(ns, name, at, extra, metadata, uid);
            _objects[key] = json;
            Append(at, known ? WatchEventType.Modified : WatchEventType.Added, json);
            return at;
        }
    }

    public long Delete(string ns, string name)
    {
        lock (_gate)
        {
            _objects.Remove($"{ns}/{name}");
            var at = nextRevision();
            Append(at, WatchEventType.Deleted, Object(ns, name, at, "\"spec\":{}", "", null));
            return at;
        }
    }

    /// <summary>Sends a bookmark with the newest revision of the whole server.</summary>
    public long Bookmark()
    {
        lock (_gate)
        {
            var at = nextRevision();
            Append(at, WatchEventType.Bookmark, $"{{\"metadata\":{{\"resourceVersion\":\"{at}\"}}}}");
            return at;
        }
    }

    /// <summary>The server has no history any more: a watch from before now is told 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _history.Clear();
            _pages.Clear();
            _forgotten = revision();
        }
    }

    /// <summary>Breaks the connection of every watch, without a goodbye.</summary>
    public void CutWatches()
    {
        lock (_gate)
        {
            _cut.SetResult();
            _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public Task ServeAsync(HttpContext context) => context.Request.Query.ContainsKey("watch") ? WatchAsync(context) : ListAsync(context);

    private static string Object(string ns, string name, long at, string extra, string metadata, string? uid) =>
        $$"""{"metadata":{"name":"{{name}}",{{(ns.Length > 0 ? $"\"namespace\":\"{ns}\"," : "")}}"uid":"{{uid ?? $"uid-{name}"}}","resourceVersion":"{{at}}"{{metadata}}},{{extra}}}""";

    private string WithType(string json) => $"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",{json[1..]}";

    private void Append(long at, WatchEventType type, string json)
    {
        _history.Add((at, type, json));
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private async Task ListAsync(HttpContext context)
    {
        var limit = int.Parse(context.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture);
        var token = context.Request.Query["continue"].ToString();
        string? body = null;
        lock (_gate)
        {
            var (at, rest) = token.Length == 0 ? (revision(), _objects.Values.ToList())
                : _pages.TryGetValue(token, out var kept) ? (long.Parse(token.Split('.')[0], CultureInfo.InvariantCulture), kept) : (0, null);
            if (rest is not null)
            {
                var page = limit == 0 ? rest : rest[..Math.Min(limit, rest.Count)];
                var next = page.Count < rest.Count ? $"{at}.{rest.Count}" : "";
                if (next.Length > 0)
                    _pages[next] = rest[page.Count..];
                body = $$"""{"kind":"{{kind}}List","apiVersion":"{{apiVersion}}","metadata":{"resourceVersion":"{{at}}","continue":"{{next}}"},"items":[{{string.Join(',', page)}}]}""";
            }
        }

        if (body is null)
            context.Response.StatusCode = 410;
        await context.Response.WriteAsync(body ?? "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}", context.RequestAborted);
    }

    private async Task WatchAsync(HttpContext context)
    {
        var at = long.Parse(context.Request.Query["resourceVersion"].ToString(), CultureInfo.InvariantCulture);
        Task cut;
        bool expired;
        lock (_gate)
            (cut, expired) = (_cut.Task, at < _forgotten);
        await context.Response.StartAsync(context.RequestAborted);
        if (expired)
        {
            await WriteAsync(context, "ERROR", "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old resource version\"}");
            return;
        }

        lock (_gate)
            Watches++;
        try
        {
            while (!cut.IsCompleted)
            {
                Task changed;
                List<(long Revision, WatchEventType Type, string Json)> news;
                lock (_gate)
                    (changed, news) = (_changed.Task, [.. _history.Where(entry => entry.Revision > at)]);
                foreach (var (revisionOf, type, json) in news)
                {
                    await WriteAsync(context, type.ToString().ToUpperInvariant(), WithType(json));
                    at = revisionOf;
                }

                await Task.WhenAny(changed, cut).WaitAsync(context.RequestAborted);
            }

            context.Abort();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        finally
        {
            lock (_gate)
                Watches--;
        }
    }

    private static async Task WriteAsync(HttpContext context, string type, string json)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":{json}}}\n"), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
