using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>As client-go begins since 1.35: the state comes as the first events of the watch, up to a bookmark that says so.</summary>
internal sealed class StreamingInformer(KubeApi api, Followed followed, string node, int seed) : Informer("WatchList", followed, node, seed)
{
    private const string End = "k8s.io/initial-events-end";

    private IAsyncEnumerator<JsonObject>? _open;

    /// <summary>The watch that brought the state goes on with what comes after it.</summary>
    protected override async Task ListAsync(Relist why, CancellationToken cancellation)
    {
        var items = new List<JsonObject>();
        // Where it has begun before, not older than what it saw last.
        var from = Revision == 0 ? "" : $"&resourceVersion={Revision}";
        var watch = api.WatchAsync($"{Begin}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan{from}&timeoutSeconds=20", cancellation).GetAsyncEnumerator(cancellation);
        try
        {
            while (await watch.MoveNextAsync())
            {
                var (type, value) = Read(watch.Current);
                if (type == "ADDED") items.Add(value);
                if (type != "BOOKMARK" || (string?)value["metadata"]!["annotations"]?[End] != "true") continue;
                Revision = RevisionOf(value);
                Witness.Listed(Revision, items, why);
                (_open, watch) = (watch, null);
                return;
            }
            throw new IOException("The watch ended before the state was whole.");
        }
        finally
        {
            if (watch is not null) await watch.DisposeAsync();
        }
    }

    protected override async Task WatchAsync(int seconds, CancellationToken cancellation)
    {
        Witness.Watching(Revision);
        await using var watch = _open ?? api.WatchAsync($"{Begin}&resourceVersion={Revision}&timeoutSeconds={seconds}", cancellation).GetAsyncEnumerator(cancellation);
        _open = null;
        while (await watch.MoveNextAsync())
        {
            var (type, value) = Read(watch.Current);
            Witness.Heard(type, value);
            Revision = RevisionOf(value);
        }
    }

    private string Begin => $"{Followed.PathAndQuery}{(Followed.PathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?')}watch=1&allowWatchBookmarks=true";

    private static (string Type, JsonObject Value) Read(JsonObject change)
    {
        var (type, value) = (change["type"]!.GetValue<string>(), change["object"]!.AsObject());
        if (type == "ERROR") throw new KubeApiException(value["code"]?.GetValue<int>() ?? 0, value.ToJsonString());
        return (type, value);
    }

    private static long RevisionOf(JsonObject value) => long.Parse(value["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
