using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>
/// Pods as a Deployment and a sidecar injector make them: about 5.4 kB at the API server. What differs from pod to pod in a cluster differs here, so that they
/// pack no better than real ones. One in a hundred is labelled <c>tier=rare</c>. They use the host's network: a hollow node has few addresses.
/// </summary>
internal static class BenchPods
{
    public const string Node = "hz-1";

    private const int Seed = 20_261_122;

    /// <summary>Where one of them is.</summary>
    public static string Path(int number) => $"/api/v1/namespaces/bench/pods/{Name(number)}";

    /// <summary>Makes those from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public static Task CreateAsync(KubeApi cluster, int first, int end, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(first, end - first), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
        async (number, token) => await cluster.CreateAsync("/api/v1/namespaces/bench/pods", Make(number), token));

    private static string Name(int number) => FormattableString.Invariant($"load-{number / 50:0000}-{number:00000}");

    private static JsonObject Make(int number)
    {
#pragma warning disable CA5394 // Nothing here is secret, and every run has the same pods.
        var random = new Random(Seed + number);
        string Hex(int bytes)
        {
            var text = new byte[bytes];
            random.NextBytes(text);
            return Convert.ToHexStringLower(text);
        }
#pragma warning restore CA5394
        var (app, hash) = (number / 50, Hex(5));
        return JsonNode.Parse(
            $$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{Name(number)}}}","namespace":"bench",
              "labels":{"app":"load-{{{app}}}","pod-template-hash":"{{{hash}}}","tier":"{{{(number % 100 == 0 ? "rare" : "common")}}}","app.kubernetes.io/managed-by":"Helm"},
              "annotations":{"checksum/config":"{{{Hex(32)}}}","kubernetes.io/config.seen":"2026-11-{{{number % 28 + 1:00}}}T10:{{{number % 60:00}}}:00.000000000Z","prometheus.io/scrape":"true"}},
             "spec":{"nodeName":"{{{Node}}}","serviceAccountName":"bench","hostNetwork":true,"dnsPolicy":"ClusterFirstWithHostNet","containers":[
               {"name":"app","image":"registry.example/load-{{{app}}}@sha256:{{{Hex(32)}}}","args":["--instance={{{Hex(8)}}}","--log-level=info"],
                "ports":[{"name":"http","containerPort":8080},{"name":"metrics","containerPort":9090}],
                "env":[{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"} } },{"name":"POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"} } },
                       {"name":"REGION","value":"hangzhou"},{"name":"TOKEN_SEED","value":"{{{Hex(12)}}}"}],
                "resources":{"requests":{"cpu":"10m","memory":"16Mi"},"limits":{"memory":"64Mi"}},
                "livenessProbe":{"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":10},"readinessProbe":{"httpGet":{"path":"/readyz","port":"http"},"periodSeconds":5},
                "volumeMounts":[{"name":"data","mountPath":"/data"},{"name":"config","mountPath":"/etc/load"}]},
               {"name":"proxy","image":"registry.example/proxy@sha256:{{{Hex(32)}}}","resources":{"requests":{"cpu":"5m"}},"volumeMounts":[{"name":"config","mountPath":"/etc/load"}]}],
              "volumes":[{"name":"data","emptyDir":{}},{"name":"config","configMap":{"name":"load-{{{app}}}"}}],
              "tolerations":[{"key":"node-role.kubernetes.io/edge","operator":"Exists","effect":"NoSchedule"}]}}
            """)!.AsObject();
    }
}
