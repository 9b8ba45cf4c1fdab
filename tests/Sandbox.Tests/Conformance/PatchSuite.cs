using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

/// <summary>The four kinds of patch.</summary>
public abstract class PatchSuite(ITestCluster cluster) : IDisposable
{
    private readonly ClusterApi _api = new(cluster);

    [Fact]
    public async Task JsonPatch_TestAndReplace_IsAllOrNothing()
    {
        var path = await DeploymentAsync();
        var failed = await PatchAsync(path, """[{"op":"replace","path":"/spec/replicas","value":8},{"op":"test","path":"/spec/paused","value":true}]""", "json-patch");
        Assert.Equal(422, failed.Code);
        Assert.Equal(2, (int)(await _api.GetAsync(path)).Body["spec"]!["replicas"]!);
        var done = await PatchAsync(path, """[{"op":"test","path":"/spec/replicas","value":2},{"op":"replace","path":"/spec/replicas","value":8}]""", "json-patch");
        Assert.Equal(8, (int)done.Body["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task MergePatch_List_IsReplaced()
    {
        var path = await DeploymentAsync();
        var patched = await PatchAsync(path, """{"spec":{"template":{"spec":{"containers":[{"name":"other","image":"i"}]}}}}""", "merge-patch");
        Assert.Equal("other", (string)Assert.Single(patched.Body["spec"]!["template"]!["spec"]!["containers"]!.AsArray())!["name"]!);
    }

    [Fact]
    public async Task StrategicMergePatch_List_IsMergedByKey()
    {
        var path = await DeploymentAsync();
        var patched = await PatchAsync(path, """{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"i"},{"name":"c","env":[{"name":"A","value":"1"}]}]}}}}""", "strategic-merge-patch");
        var containers = patched.Body["spec"]!["template"]!["spec"]!["containers"]!.AsArray();
        Assert.Equal(["c", "side"], containers.Select(container => (string)container!["name"]!).Order());
        Assert.Equal("registry.example/web:1", (string)containers.Single(container => (string)container!["name"]! == "c")!["image"]!);
    }

    [Fact]
    public async Task Patch_UnknownContentType_Unsupported()
    {
        var path = await DeploymentAsync();
        var refused = await _api.SendAsync(HttpMethod.Patch, path, "{}", "application/json");
        Assert.Equal((415, "UnsupportedMediaType"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Patch_StaleVersionInBody_Conflict()
    {
        var path = await DeploymentAsync();
        var refused = await PatchAsync(path, """{"metadata":{"resourceVersion":"1"},"spec":{"replicas":3}}""", "merge-patch");
        Assert.Equal(409, refused.Code);
    }

    [Fact]
    public async Task Apply_NewObject_CreatesAndOwns()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await ApplyAsync($"/api/v1/namespaces/{ns}/configmaps/a", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1","y":"1"}}""", "one");
        Assert.Equal(201, made.Code);
        var entry = Assert.Single(made.Body["metadata"]!["managedFields"]!.AsArray())!;
        Assert.Equal(("one", "Apply"), ((string)entry["manager"]!, (string)entry["operation"]!));
        var less = await ApplyAsync($"/api/v1/namespaces/{ns}/configmaps/a", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1"}}""", "one");
        Assert.Equal(["x"], less.Body["data"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public async Task Apply_FieldOfAnother_ConflictsUnlessForced()
    {
        var ns = await _api.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps/a";
        await ApplyAsync(path, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1"}}""", "one");
        var refused = await ApplyAsync(path, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"2"}}""", "two");
        Assert.Equal((409, "Conflict", "Apply failed with 1 conflict: conflict with \"one\": .data.x"), (refused.Code, refused.Reason, refused.Message));
        var forced = await ApplyAsync(path, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"2"}}""", "two", "&force=true");
        Assert.Equal((200, "2"), (forced.Code, (string)forced.Body["data"]!["x"]!));
    }

    [Fact]
    public async Task Apply_FieldOfAnUpdater_Conflicts()
    {
        var path = await DeploymentAsync("?fieldManager=author");
        var refused = await ApplyAsync(path, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":5}}""", "two");
        Assert.Equal(409, refused.Code);
        Assert.Contains("conflict with \"author\" using apps/v1: .spec.replicas", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Unchanged_KeepsVersion()
    {
        var ns = await _api.NewNamespaceAsync();
        const string Body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1"}}""";
        var first = await ApplyAsync($"/api/v1/namespaces/{ns}/configmaps/a", Body, "one");
        Assert.Equal(first.Version, (await ApplyAsync($"/api/v1/namespaces/{ns}/configmaps/a", Body, "one")).Version);
    }

    [Fact]
    public async Task Apply_WithoutManager_Invalid()
    {
        var path = await DeploymentAsync();
        var refused = await _api.SendAsync(HttpMethod.Patch, path, Manifests.Deployment, "application/apply-patch+yaml");
        Assert.Equal((422, "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"), (refused.Code, refused.Message));
    }

    public void Dispose()
    {
        _api.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<string> DeploymentAsync(string query = "")
    {
        var ns = await _api.NewNamespaceAsync();
        await _api.SendAsync(HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments{query}", Manifests.Deployment);
        return $"/apis/apps/v1/namespaces/{ns}/deployments/web";
    }

    private Task<ClusterApi.Answer> PatchAsync(string path, string body, string kind) => _api.SendAsync(HttpMethod.Patch, path, body, $"application/{kind}+json");

    private Task<ClusterApi.Answer> ApplyAsync(string path, string body, string manager, string more = "") =>
        _api.SendAsync(HttpMethod.Patch, $"{path}?fieldManager={manager}{more}", body, "application/apply-patch+yaml");
}
