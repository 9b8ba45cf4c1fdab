using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Latency;

/// <summary>From an EndpointSlice's change at the API server to a pod's watch at the edge, through every program on the way.</summary>
internal sealed class LatencyBenchmark(TimeProvider time) : IBenchmark
{
    private const int Changes = 1000;
    private const int WarmUp = 200;
    private const string Slices = "/apis/discovery.k8s.io/v1/namespaces/bench/endpointslices";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public string Name => "latency";

    public string Question => "how long does one EndpointSlice change take from the API server to a pod's watch at the edge?";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var mesh = await BenchMesh.StartAsync(["hz-1"], null, time, cancellationToken);
        await mesh.Cluster.CreateAsync("/api/v1/namespaces/bench/services", Service(), cancellationToken);
        await mesh.Cluster.CreateAsync(Slices, Slice(), cancellationToken);
        var edge = mesh.Edges[0];
        var (open, closed) = (await MeasureAsync(mesh, edge.Api, closed: false, cancellationToken), await MeasureAsync(mesh, edge.Api, closed: true, cancellationToken));
        var direct = await MeasureAsync(mesh, mesh.Cluster, closed: false, cancellationToken);
        Grid.Print(
            $"{Changes} changes, one at a time; from before the request is sent to the event in the watcher's hands",
            [
                ["watch at", "p50 ms", "p99 ms", "p50 / API server's own"],
                Row("the API server itself", direct, direct),
                Row("the edge, open Service", open, direct),
                Row("the edge, closed Service", closed, direct),
            ]);
        Console.WriteLine("  promised: p50 under 20 ms, p99 under 100 ms");
    }

    private static string[] Row(string where, Sample sample, Sample direct) =>
        [where, $"{sample.Percentile(0.5):0.0}", $"{sample.Percentile(0.99):0.0}", $"{sample.Percentile(0.5) / direct.Percentile(0.5):0.00}"];

    private async Task<Sample> MeasureAsync(Fleet mesh, KubeApi watcher, bool closed, CancellationToken cancellationToken)
    {
        await mesh.Cluster.MergeAsync("/api/v1/namespaces/bench/services/till", Topology(closed), cancellationToken);
        await using var view = new LiveView(watcher, Slices, time);
        var sample = new Sample();
        for (var i = 0; i < WarmUp + Changes; i++)
        {
            var address = $"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}";
            var start = time.GetTimestamp();
            await mesh.Cluster.MergeAsync($"{Slices}/till-1", Endpoints(address), cancellationToken);
            await view.WaitAsync(address, objects => objects.Values.Any(slice => Holds(slice, address)), TimeSpan.FromSeconds(10), cancellationToken);
            if (i >= WarmUp) sample.Add(time.GetElapsedTime(start));
            await Task.Delay(Pause, time, cancellationToken);
        }
        return sample;
    }

    private static bool Holds(JsonObject slice, string address) => slice["endpoints"]?[0]?["addresses"]?[0]?.GetValue<string>() == address;

    private static JsonObject Topology(bool closed) => new()
    {
        ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["apps.kubeedge.io/service-topology"] = closed ? "range-nodegroup" : null } },
    };

    private static JsonObject Endpoints(string address) => new()
    {
        ["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray(address), ["nodeName"] = "hz-1", ["conditions"] = new JsonObject { ["ready"] = true } }),
    };

    private static JsonObject Service() => JsonNode.Parse(
        """{"apiVersion":"v1","kind":"Service","metadata":{"name":"till","namespace":"bench"},"spec":{"ports":[{"name":"http","port":80}]}}""")!.AsObject();

    private static JsonObject Slice() => JsonNode.Parse(
        """
        {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"till-1","namespace":"bench","labels":{"kubernetes.io/service-name":"till"}},
         "addressType":"IPv4","ports":[{"name":"http","port":8080,"protocol":"TCP"}],"endpoints":[]}
        """)!.AsObject();
}
