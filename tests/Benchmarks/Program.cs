using KubeEdge.EdgeMesh.Tests.Benchmarks.FanOut;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Groups;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Latency;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Traffic;

if (args is ["--fan-out-server", var groups, var nodes])
{
    await FanOutServer.RunAsync(int.Parse(groups), int.Parse(nodes));
    return 0;
}

IBenchmark[] all =
[
    new MetaServerBenchmark(TimeProvider.System), new FanOutBenchmark(TimeProvider.System), new LatencyBenchmark(TimeProvider.System), new GroupsBenchmark(TimeProvider.System),
    new TrafficBenchmark(TimeProvider.System),
];
var chosen = args is [] ? all : [.. all.Where(benchmark => args.Contains(benchmark.Name))];
if (chosen.Length < Math.Max(args.Length, 1))
{
    await Console.Error.WriteLineAsync($"edgemesh-benchmarks: there are {string.Join(", ", all.Select(benchmark => benchmark.Name))}.");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} processors, {Environment.OSVersion}, .NET {Environment.Version}. Compare ratios, not times.");
foreach (var benchmark in chosen)
{
    Console.WriteLine();
    Console.WriteLine($"== {benchmark.Name}: {benchmark.Question}");
    await benchmark.RunAsync(CancellationToken.None);
}
return 0;
