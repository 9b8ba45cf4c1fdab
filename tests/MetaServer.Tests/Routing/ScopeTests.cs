using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Routing;

/// <summary>What is asked for under a namespace is decided by that namespace's roles, so it must lie there.</summary>
public sealed class ScopeTests : IAsyncLifetime
{
    private static readonly ApiResource Roles = new(new("rbac.authorization.k8s.io", "v1", "roles"), "Role", true);
    private static readonly ApiResource RoleBindings = new(new("rbac.authorization.k8s.io", "v1", "rolebindings"), "RoleBinding", true);
    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync();
        _edge.Grant("[]");
        _edge.Store.Put(Roles, "shop/all", """ "rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}] """);
        _edge.Store.Put(RoleBindings, "shop/till", """
            "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"all"},"subjects":[{"kind":"ServiceAccount","name":"till","namespace":"shop"}]
            """);
        _edge.Store.Put(Objects.Nodes, "n1");
        _edge.Store.Put(Objects.Namespaces, "shop");
        _edge.Store.Put(Objects.Namespaces, "other");
        _edge.Store.Put(Objects.Pods, "shop/a");
        foreach (var resource in (ApiResource[])[Objects.Nodes, Objects.Namespaces, Objects.Pods]) _edge.Store.Complete(resource.Resource, CollectionScope.All);
    }

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    /// <summary>Who may read everything in one namespace reads nothing of the whole cluster through it.</summary>
    [Theory]
    [InlineData("/api/v1/namespaces/shop/nodes")]
    [InlineData("/api/v1/namespaces/shop/nodes/n1")]
    [InlineData("/api/v1/namespaces/shop/nodes?watch=1")]
    [InlineData("/api/v1/watch/namespaces/shop/nodes")]
    [InlineData("/api/v1/namespaces/shop/namespaces")]
    [InlineData("/api/v1/namespaces/shop/namespaces/other")]
    [InlineData("/api/v1/namespaces/shop/namespaces/shop")]
    public async Task Read_OfTheWholeCluster_UnderANamespace_Is404(string path) => await _edge.Http.GetFailureAsync(path, 404);

    [Theory]
    [InlineData("/api/v1/namespaces/shop")]
    [InlineData("/api/v1/namespaces/shop/pods")]
    [InlineData("/api/v1/watch/namespaces/shop?timeoutSeconds=1")]
    public async Task Read_OfWhatLiesInIt_IsAnswered(string path)
    {
        using var answer = await _edge.Http.AskAsync(path);
        Assert.True(answer.IsSuccessStatusCode, path);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/other")]
    [InlineData("/api/v1/nodes")]
    [InlineData("/api/v1/pods")]
    [InlineData("/api/v1/pods?fieldSelector=metadata.namespace%3Dshop")]
    public async Task Read_OfMore_Is403(string path) => await _edge.Http.GetFailureAsync(path, 403);

    /// <summary>A parameter that is given twice means its first value to everybody: to the roles, to what is held and to the answer.</summary>
    [Fact]
    public async Task Parameter_GivenTwice_MeansItsFirstValue()
    {
        _edge.Grant("""[{"verbs":["list"],"apiGroups":[""],"resources":["nodes"],"resourceNames":["n1"]}]""");
        _edge.Store.Put(Objects.Nodes, "n2");
        var list = await _edge.Http.GetJsonAsync("/api/v1/nodes?fieldSelector=metadata.name%3Dn1&fieldSelector=metadata.name%3Dn2");
        Assert.Equal(["n1"], list["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]));
        await _edge.Http.GetFailureAsync("/api/v1/nodes?fieldSelector=metadata.name%3Dn2&fieldSelector=metadata.name%3Dn1", 403);
    }
}
