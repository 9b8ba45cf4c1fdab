using System.Globalization;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Never watches, but lists again and again, by turns from the cache and not older than now: there is one history, whichever way it is asked.</summary>
internal sealed class Poller(KubeApi api, Followed followed, string node, int seed) : Informer("poller", followed, node, seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private int _turn;

    protected override async Task ListAsync(Relist why, CancellationToken cancellation)
    {
        var separator = Followed.PathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var list = await api.GetAsync($"{Followed.PathAndQuery}{separator}resourceVersion={(_turn++ % 2 == 0 ? "0" : "")}", cancellation);
        var revision = long.Parse(list["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        Witness.Listed(revision, [.. NodeTruth.Items(list)], why);
    }

    protected override async Task WatchAsync(int seconds, CancellationToken cancellation)
    {
        await Task.Delay(Pause, TimeProvider.System, cancellation);
        await ListAsync(Relist.Polled, cancellation);
    }
}
