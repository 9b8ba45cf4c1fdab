using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>Many watchers of one collection, each with a connection of its own, and one change after the other.</summary>
internal sealed class WatchFan(HttpTarget target, KubeApi cluster, TimeProvider time)
{
    private const int Changes = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>From before the write until the first watcher has it.</summary>
    public Sample First { get; } = new();

    /// <summary>From before the write until the last watcher has it.</summary>
    public Sample Last { get; } = new();

    /// <summary>From the first watcher to the last.</summary>
    public Sample Spread { get; } = new();

    /// <summary>The server's processor time for one change, in milliseconds.</summary>
    public double CpuPerChange { get; private set; }

    public async Task RunAsync(int watchers, string collection, string changed, CancellationToken cancellationToken)
    {
        var clients = Enumerable.Range(0, watchers).Select(_ => target.Connect()).ToArray();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var revision = await RevisionAsync(clients[0], collection, cancellationToken);
            var watches = new List<Watcher>();
            foreach (var client in clients)
                watches.Add(await Watcher.OpenAsync(client, $"{collection}&watch=1&resourceVersion={revision}", time, stop.Token));
            await ChangeAsync(watches, changed, "warm", cancellationToken);
            var before = ProcessCpu.Of(target.ProcessId);
            for (var i = 0; i < Changes; i++)
            {
                var sent = time.GetTimestamp();
                var arrivals = await ChangeAsync(watches, changed, FormattableString.Invariant($"{target.Name}-{i}"), cancellationToken);
                First.Add(time.GetElapsedTime(sent, arrivals.Min()));
                Last.Add(time.GetElapsedTime(sent, arrivals.Max()));
                Spread.Add(time.GetElapsedTime(arrivals.Min(), arrivals.Max()));
            }
            CpuPerChange = (ProcessCpu.Of(target.ProcessId) - before).TotalMilliseconds / Changes;
            await stop.CancelAsync();
            await Task.WhenAll(watches.Select(watch => watch.Ended));
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    public string[] Row(string name) =>
        [name, $"{First.Percentile(0.5):0.0}", $"{Spread.Percentile(0.5):0.0}", $"{Last.Percentile(0.5):0.0}", $"{Last.Percentile(0.99):0.0}", $"{CpuPerChange:0.0}"];

    private async Task<long[]> ChangeAsync(List<Watcher> watches, string path, string mark, CancellationToken cancellationToken)
    {
        var arrivals = Task.WhenAll(watches.Select(watch => watch.WaitAsync(mark)));
        await cluster.MergeAsync(path, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["bench/mark"] = mark } } }, cancellationToken);
        return await arrivals.WaitAsync(Patience, time, cancellationToken);
    }

    private static async Task<string> RevisionAsync(HttpClient client, string collection, CancellationToken cancellationToken)
    {
        var question = new HttpQuestion("", $"{collection}%2Cmetadata.name%3Dnone&resourceVersion=0");
        using var answer = await question.OpenAsync(client, cancellationToken);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["metadata"]!["resourceVersion"]!;
    }
}
