using System.Diagnostics;
using System.Globalization;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.FanOut;

/// <summary>One EndpointSlice change to N connected nodes: until the last one has it, and what it costs the cloud.</summary>
internal sealed class FanOutBenchmark(TimeProvider time) : IBenchmark
{
    public const string NodeHeader = "x-benchmark-node";
    private const int Groups = 10;
    private const int WarmUp = 10;
    private const int Rounds = 30;
    private static readonly int[] Sizes = [100, 1000, 5000];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Name => "fanout";

    public string Question => "what does one EndpointSlice change cost, to N connected edges?";

    public static string NameOf(int node) => $"node-{node:00000}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<string[]> rows = [["nodes, Service", "encodings/change", "first ms", "last ms", "CPU us/delivery", "CPU, ratio to first row"]];
        var floor = new Dictionary<string, double>();
        foreach (var size in Sizes)
        {
            foreach (var (service, measured) in await MeasureAsync(size, cancellationToken))
            {
                floor.TryAdd(service, measured.CpuPerDelivery);
                rows.Add([
                    $"{size}, {service}", $"{measured.Encodings}", $"{measured.First:0.0}", $"{measured.Last:0.0}",
                    $"{measured.CpuPerDelivery:0.0}", $"{measured.CpuPerDelivery / floor[service]:0.00}"]);
            }
        }
        Grid.Print($"{Groups} groups; {Rounds} changes each, middle values; a connection of its own for each node, no TLS; the cloud's process alone", rows);
        Console.WriteLine("  encodings follow the audiences: 1 for an open Service, one a group for a closed one, whatever the number of nodes");
    }

    private sealed record Measured(long Encodings, double First, double Last, double CpuPerDelivery);

    private async Task<List<(string Service, Measured Result)>> MeasureAsync(int size, CancellationToken cancellationToken)
    {
        using var server = StartServer(size);
        var edges = new List<SimulatedEdge>(size);
        try
        {
            var address = await server.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The server did not start.");
            var round = new Round(size, time);
            while (edges.Count < size)
            {
                // Nodes arrive over time; a flood of them is another benchmark.
                var more = Enumerable.Range(edges.Count, Math.Min(50, size - edges.Count)).Select(i => new SimulatedEdge(address, NameOf(i), round.Arrived)).ToArray();
                edges.AddRange(more);
                await Task.WhenAll(more.Select(edge => edge.Complete)).WaitAsync(Patience, time, cancellationToken);
            }
            List<(string, Measured)> results = [];
            foreach (var service in new[] { "open", "closed" }) results.Add((service, await MeasureAsync(server, round, service, size, cancellationToken)));
            return results;
        }
        finally
        {
            await Task.WhenAll(edges.Select(edge => edge.DisposeAsync().AsTask()));
            server.StandardInput.Close();
            await server.WaitForExitAsync(cancellationToken);
        }
    }

    private async Task<Measured> MeasureAsync(Process server, Round round, string service, int size, CancellationToken cancellationToken)
    {
        var (first, last) = (new Sample(), new Sample());
        var perChange = new List<long>();
        long encodings = 0;
        var cpu = TimeSpan.Zero;
        for (var i = 0; i < WarmUp + Rounds; i++)
        {
            if (i == WarmUp) cpu = ProcessCpu.Of(server.Id);
            var port = i + 1;
            var finished = round.Begin(service + "-1", port);
            await server.StandardInput.WriteLineAsync($"{service} {port}".AsMemory(), cancellationToken);
            var before = encodings;
            encodings = long.Parse((await server.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);
            await finished.WaitAsync(Patience, time, cancellationToken);
            if (i < WarmUp) continue;
            first.Add(round.First);
            last.Add(round.Last);
            perChange.Add(encodings - before);
        }
        var used = ProcessCpu.Of(server.Id) - cpu;
        return new Measured(
            perChange.Order().ElementAt(perChange.Count / 2), first.Percentile(0.5), last.Percentile(0.5), used.TotalMicroseconds / ((double)Rounds * size));
    }

    private static Process StartServer(int nodes)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "edgemesh-benchmarks.dll"), "--fan-out-server", $"{Groups}", $"{nodes}" })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
