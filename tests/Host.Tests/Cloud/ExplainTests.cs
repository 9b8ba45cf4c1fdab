using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Host.Tests.Cloud;

/// <summary><c>edgemesh-cloud explain service</c>, as a process against an API server.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task Explain_ClosedService_ShowsEachBackendAndWhy()
    {
        await using var apiServer = await StartAsync();
        await using var explain = Executable.Cloud("explain", "service", "shop/web", "--node", "hz-1", "--kubeconfig", apiServer.Kubeconfig);
        Assert.Equal(0, await explain.EndAsync());
        Assert.Contains("Service   shop/web: 'range-nodegroup': nodegroup", explain.Output, StringComparison.Ordinal);
        Assert.Contains("Node      hz-1, in group hangzhou", explain.Output, StringComparison.Ordinal);
        Assert.Contains("EndpointSlice IPv4: 1 of 2 seen, at level nodegroup: the only level", explain.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^yes +10\.0\.0\.1 +ready +hz-1 +hangzhou +web-abc +own group$", explain.Output);
        Assert.Matches(@"(?m)^no +10\.0\.0\.2 +not ready +bj-1 +beijing +web-abc +other group$", explain.Output);
    }

    [Fact]
    public async Task Explain_AsJson_IsForPrograms()
    {
        await using var apiServer = await StartAsync();
        await using var explain = Executable.Cloud("explain", "service", "shop/web", "--node", "bj-1", "-o", "json", "--kubeconfig", apiServer.Kubeconfig);
        Assert.Equal(0, await explain.EndAsync());
        var json = JsonNode.Parse(explain.Output)!;
        Assert.Equal("beijing", (string?)json["group"]);
        Assert.Equal([false, true], json["pools"]![0]!["backends"]!.AsArray().Select(backend => (bool)backend!["seen"]!));
    }

    [Fact]
    public async Task Explain_WhatIsNotThere_IsOneLineThatNamesTheMend()
    {
        await using var apiServer = await StartAsync();
        await OneLine.AssertFailureAsync(
            Executable.Cloud("explain", "service", "shop/wbe", "--node", "hz-1", "--kubeconfig", apiServer.Kubeconfig), 2, "no Service shop/wbe", "kubectl get services");
        await OneLine.AssertFailureAsync(
            Executable.Cloud("explain", "service", "shop/web", "--node", "hz-9", "--kubeconfig", apiServer.Kubeconfig), 2, "no Node 'hz-9'", "kubectl get nodes");
        await OneLine.AssertFailureAsync(Executable.Cloud("explain", "service", "web", "--node", "hz-1", "--kubeconfig", apiServer.Kubeconfig), 2, "'web' is not NAMESPACE/NAME");
    }

    private static async Task<FakeApiServer> StartAsync()
    {
        var apiServer = await FakeApiServer.StartAsync();
        foreach (var (node, group) in (ReadOnlySpan<(string, string)>)[("hz-1", "hangzhou"), ("bj-1", "beijing")])
            apiServer.Put($"/api/v1/nodes/{node}", $$"""{"kind":"Node","apiVersion":"v1","metadata":{"name":"{{node}}","resourceVersion":"1","labels":{"apps.kubeedge.io/belonging-to":"{{group}}"} } }""");
        apiServer.Put("/api/v1/namespaces/shop/services/web", """
            {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"shop","resourceVersion":"2","annotations":{"apps.kubeedge.io/service-topology":"range-nodegroup"}}}
            """);
        apiServer.Put("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices/web-abc", """
            {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"web-abc","namespace":"shop","resourceVersion":"3","labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4",
             "endpoints":[{"addresses":["10.0.0.1"],"nodeName":"hz-1","conditions":{"ready":true}},{"addresses":["10.0.0.2"],"nodeName":"bj-1","conditions":{"ready":false}}]}
            """);
        return apiServer;
    }
}
