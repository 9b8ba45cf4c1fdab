using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Requests made at random, the same one to the cluster and to a node: the answers must be the same but for <see cref="Differences"/>.</summary>
public sealed class DifferentialTests(Servers servers, ITestOutputHelper output) : Lines(servers)
{
    private const int Requests = 400;

    /// <summary>What a run asks that is told nothing else, so that it asks the same every time.</summary>
    private const int KnownSeed = 867;

    /// <summary>DIFFERENTIAL_SEED asks another one, DIFFERENTIAL_SEEDS so many, drawn anew; every node is asked the same.</summary>
    private static readonly int[] Seeds =
        int.TryParse(Environment.GetEnvironmentVariable("DIFFERENTIAL_SEEDS"), CultureInfo.InvariantCulture, out var many) ? [.. Enumerable.Range(0, many).Select(_ => RandomNumberGenerator.GetInt32(100_000))]
        : int.TryParse(Environment.GetEnvironmentVariable("DIFFERENTIAL_SEED"), CultureInfo.InvariantCulture, out var one) ? [one]
        : [KnownSeed];

    [Theory, InlineData(ServerNames.Online), InlineData(ServerNames.Offline), InlineData(ServerNames.Restarted), Line("1.2", "1.4", "1.7", "1.8", "1.9", "2.3", "3.1")]
    public async Task SameRequest_SameAnswer(string on)
    {
        var server = On(on);
        output.WriteLine($"seeds {string.Join(' ', Seeds)}");
        var justified = new ConcurrentDictionary<string, int>();
        var faults = new ConcurrentQueue<string>();
        // Most of the time of a run are watches that wait for their end.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Seeds, parallel, async (seed, _) => await RunAsync(server, seed, justified, faults));
        var dirty = faults.Select(fault => fault[..fault.IndexOf(':', StringComparison.Ordinal)]).Distinct().Count();
        Servers.Scores.Note($"differential {on}: {Requests} requests of each seed, {Seeds.Length - dirty} of {Seeds.Length} seeds without a fault ({string.Join(' ', Seeds)})"
            + string.Concat(justified.OrderByDescending(pair => pair.Value).Select(pair => $"\n  {pair.Value,4} times: {pair.Key}")));
        Assert.True(faults.IsEmpty, $"{faults.Count} of {Requests * Seeds.Length}, by DIFFERENTIAL_SEED:\n{string.Join('\n', faults.Take(80))}");
    }

    private async Task RunAsync(ServerUnderTest server, int seed, ConcurrentDictionary<string, int> justified, ConcurrentQueue<string> faults)
    {
        var judge = Servers.Judge;
        var random = new Random(seed);
        var highest = new Dictionary<string, long>();
        for (var i = 0; i < Requests; i++)
        {
            var request = GeneratedRequest.Next(random, server.Data);
            var exchange = await AskAsync(request, FirstPageAsync(judge, request), FirstPageAsync(server, request));
            if (exchange.Difference() is { } difference)
            {
                var reason = Differences.All.FirstOrDefault(known => known.Applies(exchange)).Reason;
                if (reason is null) faults.Enqueue($"{seed}: {request.Accept} {Uri.UnescapeDataString(request.Path)}: {difference}");
                else justified.AddOrUpdate(reason, 1, static (_, count) => count + 1);
                continue;
            }
            if (exchange.Given.Code != 200 || request.IsWatch || exchange.Given.Json["items"] is null || request.Path.Contains("resourceVersion", StringComparison.Ordinal)) continue;
            var revision = long.Parse(exchange.Given.Revision, CultureInfo.InvariantCulture);
            var collection = request.Path.Split('?')[0].Split('/')[^1];
            if (revision < highest.GetValueOrDefault(collection)) faults.Enqueue($"{seed}: {request.Path}: version {revision} came after {highest[collection]}");
            highest[collection] = revision;
            if (exchange.Given.Continue.Length == 0) continue;
            // Each server goes on by its own token.
            var next = await AskAsync(request, NextPageAsync(judge, request, exchange.Wanted), NextPageAsync(server, request, exchange.Given));
            if (next.Difference() is { } later) faults.Enqueue($"{seed}: next page of {request.Path}: {later}");
        }
    }

    private static async Task<Exchange> AskAsync(GeneratedRequest request, Task<Answer> wanted, Task<Answer> given) => new(request, await wanted, await given);

    private static Task<Answer> FirstPageAsync(ServerUnderTest server, GeneratedRequest request) => server.AskAsync(request.Path, request.Accept, null, ("User-Agent", request.Agent ?? ""));

    private static Task<Answer> NextPageAsync(ServerUnderTest server, GeneratedRequest request, Answer page) =>
        server.AskAsync($"{request.Path}&continue={Uri.EscapeDataString(page.Continue)}", request.Accept, null, ("User-Agent", request.Agent ?? ""));
}
