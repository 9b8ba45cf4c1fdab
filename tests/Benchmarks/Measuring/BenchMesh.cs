using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>A cluster, the cloud and edges, with a pod on each node whose ServiceAccount may read what the benchmarks read.</summary>
internal static class BenchMesh
{
    private const string World =
        """
        apiVersion: v1
        kind: Namespace
        metadata: { name: bench }
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: bench, namespace: bench }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: bench }
        rules:
          - apiGroups: ["", "discovery.k8s.io"]
            resources: ["*"]
            verbs: [get, list, watch]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: { name: bench }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: bench }
        subjects: [{ kind: ServiceAccount, name: bench, namespace: bench }]
        ---
        apiVersion: apps.kubeedge.io/v1alpha1
        kind: NodeGroup
        metadata: { name: hangzhou }
        spec: { nodes: [hz-1] }
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: { name: bench, namespace: bench }
        spec:
          selector: { matchLabels: { app: bench } }
          template:
            metadata: { labels: { app: bench } }
            spec:
              serviceAccountName: bench
              containers: [{ name: bench, image: registry.example/bench:1 }]
        """;

    /// <summary>Over the sandbox, or over a real API server, with the daemon that <see cref="EdgeProgram"/> names.</summary>
    public static async Task<Fleet> StartAsync(string[] nodes, RealControlPlane? plane, TimeProvider time, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("edgemesh-bench-").FullName;
        var kubeconfig = plane is null ? null : Path.Combine(directory, "admin.kubeconfig");
        if (kubeconfig is not null) await File.WriteAllTextAsync(kubeconfig, plane!.AdminKubeconfig, cancellationToken);
        var options = new MeshOptions
        {
            Directory = directory,
            Nodes = nodes,
            Kubeconfig = kubeconfig,
            IsBare = plane is not null,
            EdgeProgram = EdgeProgram.Path,
            Time = time,
        };
        var mesh = await Fleet.StartClusterAsync(options, cancellationToken);
        try
        {
            await mesh.StartCloudAsync(cancellationToken);
            await mesh.ApplyAsync(Manifests.Read(World), cancellationToken);
            await mesh.StartEdgesAsync("bench", "bench", cancellationToken);
            return mesh;
        }
        catch (Exception)
        {
            await mesh.DisposeAsync();
            throw;
        }
    }
}
