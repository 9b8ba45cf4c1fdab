using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Local;

/// <summary>The cluster as a process: cut, brought back, started again, disturbed.</summary>
public sealed class LifeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StopApi_ThenStart_KeepsAddressAndState()
    {
        await using var cluster = await NewAsync();
        using var api = new ClusterApi(cluster);
        await api.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""");
        var address = cluster.Cluster.Address;
        await cluster.Cluster.StopApiAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync("/api/v1/namespaces/default/configmaps/a"));
        await cluster.Cluster.StartApiAsync(Cancel);
        Assert.Equal(address, cluster.Cluster.Address);
        Assert.Equal(200, (await api.GetAsync("/api/v1/namespaces/default/configmaps/a")).Code);
    }

    [Fact]
    public async Task Restart_OnTheSameData_KnowsObjectsKubeconfigsAndDefinitions()
    {
        var data = Directory.CreateTempSubdirectory("sandbox-life-").FullName;
        try
        {
            string kubeconfig, version;
            int port;
            await using (var first = await NewAsync(data))
            {
                using var api = new ClusterApi(first);
                version = (await api.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""")).Version;
                await api.SendAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
                    {"metadata":{"name":"tills.shop.example"},"spec":{"group":"shop.example","scope":"Cluster","names":{"plural":"tills","kind":"Till"},
                     "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
                    """);
                Assert.Equal(201, (await api.SendAsync(HttpMethod.Post, "/apis/shop.example/v1/tills", """{"apiVersion":"shop.example/v1","kind":"Till","metadata":{"name":"t"},"free":1}""")).Code);
                (kubeconfig, port) = (first.Kubeconfig, first.Cluster.Address.Port);
            }
            await using var second = await NewAsync(data, port);
            using var again = new ClusterApi(new Known(kubeconfig));
            Assert.Equal(version, (await again.GetAsync("/api/v1/namespaces/default/configmaps/a")).Version);
            Assert.Equal(1, (int)(await again.GetAsync("/apis/shop.example/v1/tills/t")).Body["free"]!);
            var next = await again.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"b"}}""");
            Assert.True(long.Parse(next.Version) > long.Parse(version));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task CompactLog_OldVersion_IsExpired()
    {
        await using var cluster = await NewAsync();
        using var api = new ClusterApi(cluster);
        var old = (await api.GetAsync("/api/v1/namespaces/default/configmaps")).Version;
        await api.SendAsync(HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""");
        cluster.Cluster.CompactLog();
        var watched = await api.GetAsync($"/api/v1/namespaces/default/configmaps?watch=1&timeoutSeconds=5&resourceVersion={old}");
        Assert.Equal(("ERROR", 410), ((string)watched.Body["type"]!, (int)watched.Body["object"]!["code"]!));
    }

    [Fact]
    public async Task DropWatches_OpenWatch_IsCut()
    {
        await using var cluster = await NewAsync();
        using var api = new ClusterApi(cluster);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Typed.BaseUri, "/api/v1/secrets?watch=1&resourceVersion=0"));
        using var response = await api.Typed.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        Assert.Equal(1, cluster.Cluster.DropWatches());
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            var buffer = new byte[64 << 10];
            while (await body.ReadAsync(buffer, Cancel) > 0) { }
        });
    }

    [Fact]
    public async Task DefaultService_LeadsToTheApi()
    {
        await using var cluster = await NewAsync();
        using var api = new ClusterApi(cluster);
        var slice = await api.GetAsync("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes");
        Assert.Equal(("127.0.0.1", cluster.Cluster.Address.Port), ((string)slice.Body["endpoints"]![0]!["addresses"]![0]!, (int)slice.Body["ports"]![0]!["port"]!));
        Assert.Equal("10.96.0.1", (string)(await api.GetAsync("/api/v1/namespaces/default/services/kubernetes")).Body["spec"]!["clusterIP"]!);
    }

    private static async Task<SandboxTestCluster> NewAsync(string? data = null, int port = 0)
    {
        var cluster = new SandboxTestCluster(new SandboxOptions { DataDirectory = data, Port = port, Controllers = false });
        await cluster.StartAsync(Cancel);
        return cluster;
    }

    /// <summary>A cluster of which only the kubeconfig is known.</summary>
    private sealed class Known(string kubeconfig) : ITestCluster
    {
        public string? Missing => null;

        public string Kubeconfig => kubeconfig;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
