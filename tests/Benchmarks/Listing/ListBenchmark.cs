using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Listing;

/// <summary>
/// The node's MetaServer against the API server that feeds it: the same list of 5,000 pods over TLS, by the same client. The sandbox serves
/// its reads with the MetaServer's own code, so the ratio that says something is the one against a kube-apiserver, which is taken where one is at hand.
/// </summary>
internal sealed class ListBenchmark(TimeProvider time) : IBenchmark
{
    private const int Pods = 5000;
    private const int PodBytes = 4096;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private const string Query = "/api/v1/pods?fieldSelector=spec.nodeName%3Dhz-1&resourceVersion=0";

    public string Name => "list";

    public string Question => "how fast does the MetaServer list 5,000 pods of about 4 KB, against the API server?";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var plane = RealControlPlane.Missing is null ? await RealControlPlane.StartAsync(time, cancellationToken) : null;
        await using var mesh = await BenchMesh.StartAsync(["hz-1"], plane, time, cancellationToken);
        await CreatePodsAsync(mesh, cancellationToken);
        var edge = mesh.Edges[0];
        await using (var view = new LiveView(edge.Api, Query, time))
        {
            await view.WaitAsync("the edge holds every pod", objects => objects.Count > Pods, TimeSpan.FromMinutes(3), cancellationToken);
        }

        var apiServer = plane?.ApiServerProcessId ?? Environment.ProcessId;
        List<string[]> rows = [["server, connections", "lists/s", "MiB/s", "CPU ms/list", "p50 ms", "p99 ms"]];
        foreach (var connections in new[] { 1, 8 })
        {
            var direct = await LoadAsync(File.ReadAllText(mesh.KubeconfigPath), connections, apiServer, cancellationToken);
            var local = await LoadAsync(File.ReadAllText(edge.KubeconfigPath), connections, edge.Process.Id, cancellationToken);
            rows.Add(Row($"API server, {connections}", direct));
            rows.Add(Row($"MetaServer, {connections}", local));
            rows.Add([$"ratio, {connections}", $"{local.Rate / direct.Rate:0.00}", "", $"{local.CpuPerAnswer / direct.CpuPerAnswer:0.00}", $"{local.P50 / direct.P50:0.00}", $"{local.P99 / direct.P99:0.00}"]);
        }
        Grid.Print($"{Pods} pods, TLS; the API server is {(mesh.Sandbox is null ? "a kube-apiserver" : "the sandbox (its processor time includes the client's)")}", rows);
        Console.WriteLine($"  edge daemon: {edge.Process.ResidentBytes / 1048576.0:0} MiB resident after it");
    }

    private async Task<HttpLoad.Result> LoadAsync(string kubeconfig, int connections, int process, CancellationToken cancellationToken)
    {
        var clients = Enumerable.Range(0, connections).Select(_ => KubeApi.FromKubeconfig(kubeconfig)).ToArray();
        try
        {
            return await HttpLoad.RunAsync(clients, Query, Duration, process, time, cancellationToken);
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    private static string[] Row(string name, HttpLoad.Result result) =>
        [name, $"{result.Rate:0.0}", $"{result.Rate * result.Bytes / 1048576:0}", $"{result.CpuPerAnswer:0}", $"{result.P50:0}", $"{result.P99:0}"];

    private static async Task CreatePodsAsync(Fleet mesh, CancellationToken cancellationToken)
    {
        var template = Pod();
        var missing = PodBytes - template.ToJsonString().Length;
        template["metadata"]!["annotations"]!["bench/padding"] = new string('x', Math.Max(0, missing));
        await Parallel.ForEachAsync(Enumerable.Range(0, Pods), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var pod = template.DeepClone().AsObject();
            pod["metadata"]!["name"] = $"load-{i:00000}";
            await mesh.Cluster.CreateAsync("/api/v1/namespaces/bench/pods", pod, token);
        });
    }

    /// <summary>A pod such as a Deployment makes, already bound.</summary>
    private static JsonObject Pod() => JsonNode.Parse(
        """
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"namespace":"bench","labels":{"app":"load","pod-template-hash":"5d9c7b8f6d"},"annotations":{}},
         "spec":{"nodeName":"hz-1","serviceAccountName":"bench","containers":[
           {"name":"app","image":"registry.example/load:1.0","ports":[{"name":"http","containerPort":8080}],
            "env":[{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"REGION","value":"hangzhou"}],
            "resources":{"requests":{"cpu":"10m","memory":"16Mi"},"limits":{"memory":"64Mi"}},
            "livenessProbe":{"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":10},
            "volumeMounts":[{"name":"data","mountPath":"/data"}]}],
          "volumes":[{"name":"data","emptyDir":{}}]}}
        """)!.AsObject();
}
