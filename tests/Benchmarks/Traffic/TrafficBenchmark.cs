using System.Diagnostics.Metrics;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Traffic;

/// <summary>The views alone, without streams: what closed traffic costs the cloud to compute and to queue, and how that grows.</summary>
internal sealed class TrafficBenchmark(TimeProvider time) : IBenchmark
{
    private const int Seed = 20261122;
    private const int Rounds = 200;
    private static readonly Scale Whole = new(10_000, 200, 1_000);

    /// <summary>What one thing costs: the time below which a tenth of its times lie, which other work on the machine disturbs least; the rest per time it was done.</summary>
    private sealed record Cost(double Microseconds, double KiB, double Encodings, double Deliveries);

    private sealed record Measured(double Read, double Tables, double Connect, double MiB, Cost Pod, Cost Move);

    public string Name => "traffic";

    public string Question => "what do closed Services cost the cloud, and what does that grow with?";

    public Task RunAsync(CancellationToken cancellationToken)
    {
        // What the runtime compiles on the way is no cost of traffic.
        Measure(new Scale(200, 20, 50));
        Scale[] scales =
        [
            Whole,
            Whole with { Nodes = Whole.Nodes / 4 },
            Whole with { Groups = Whole.Groups / 4 },
            Whole with { Services = Whole.Services / 4 },
        ];
        List<string[]> once = [["", "cluster read, CPU ms", "all groups' tables", "all nodes' snapshots", "memory MiB"]];
        List<string[]> pod = [["", "us", "ratio", "KiB allocated", "ratio", "encodings", "deliveries"]];
        List<string[]> move = [.. pod];
        Measured? whole = null;
        foreach (var scale in scales)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var measured = Measure(scale);
            whole ??= measured;
            once.Add([$"{scale}", $"{measured.Read:0}", $"{measured.Tables:0}", $"{measured.Connect:0}", $"{measured.MiB:0}"]);
            pod.Add(Row($"{scale}", measured.Pod, whole.Pod));
            move.Add(Row($"{scale}", measured.Move, whole.Move));
        }
        Grid.Print($"first computation; {Site.Backends} backends a Service, a slice and Endpoints each; every node connected and given its share", once);
        Grid.Print("one pod becomes ready or ceases to be (its slice and its Endpoints change), queued to all who see it", pod);
        Grid.Print("one node with backends goes to another group, its own view included", move);

        List<string[]> modes = [["2500 nodes, 50 groups, 250 Services", "pod us", "KiB", "encodings", "deliveries", "move us", "encodings", "deliveries"]];
        foreach (var topology in (string[])["range-nodegroup", "prefer-nodegroup", "range-node", "node, nodegroup, any", "any"])
        {
            var measured = Measure(new Scale(2_500, 50, 250, topology));
            modes.Add([topology, $"{measured.Pod.Microseconds:0}", $"{measured.Pod.KiB:0}", $"{measured.Pod.Encodings:0.0}", $"{measured.Pod.Deliveries:0}",
                $"{measured.Move.Microseconds:0}", $"{measured.Move.Encodings:0.0}", $"{measured.Move.Deliveries:0}"]);
        }
        Grid.Print("what a Service's annotation makes of it", modes);
        return Task.CompletedTask;
    }

    private static string[] Row(string name, Cost cost, Cost whole) =>
    [
        name, $"{cost.Microseconds:0}", $"{cost.Microseconds / whole.Microseconds:0.00}", $"{cost.KiB:0}", $"{cost.KiB / whole.KiB:0.00}", $"{cost.Encodings:0.0}", $"{cost.Deliveries:0}",
    ];

    private Measured Measure(Scale scale)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var site = new Site(scale, Seed, services.GetRequiredService<IMeterFactory>());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var read = Processor(site.Follow);
        // The nodes of one round through the groups make every table; those after them only join.
        var tables = Processor(() => site.Connect(Enumerable.Range(0, scale.Groups)));
        var connect = Processor(() => site.Connect(Enumerable.Range(scale.Groups, scale.Nodes - scale.Groups)));
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024.0 * 1024);
        var pod = Repeat(site, site.ChangePod);
        var move = Repeat(site, site.MoveNode);
        return new Measured(read.TotalMilliseconds, tables.TotalMilliseconds, connect.TotalMilliseconds, memory, pod, move);
    }

    private Cost Repeat(Site site, Func<int, Action> change)
    {
        var sample = new Sample();
        var (encodings, delivered, allocated) = (site.Encodings, 0L, 0L);
        for (var i = 0; i < Rounds; i++)
        {
            var tell = change(i);
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            sample.Add(Time(tell));
            allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
            delivered += site.Drain();
        }
        return new Cost(sample.Percentile(0.1) * 1000, allocated / 1024.0 / Rounds, (site.Encodings - encodings) / (double)Rounds, delivered / (double)Rounds);
    }

    private static TimeSpan Processor(Action act)
    {
        var start = ProcessCpu.Of(Environment.ProcessId);
        act();
        return ProcessCpu.Of(Environment.ProcessId) - start;
    }

    private TimeSpan Time(Action act)
    {
        var start = time.GetTimestamp();
        act();
        return time.GetElapsedTime(start);
    }
}
