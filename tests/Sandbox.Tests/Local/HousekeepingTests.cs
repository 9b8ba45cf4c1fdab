using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Local;

/// <summary>What follows from a change by itself.</summary>
public sealed class HousekeepingTests(SandboxFixture fixture) : IDisposable
{
    private readonly ClusterApi _api = new(fixture.Cluster);

    [Fact]
    public async Task Background_OwnerGone_DependentsFollow()
    {
        var ns = await _api.NewNamespaceAsync();
        var owner = await ConfigMapAsync(ns, "owner");
        var child = await ConfigMapAsync(ns, "child", owner);
        await ConfigMapAsync(ns, "grandchild", child);
        await DeleteAsync(ns, "owner");
        await GoneAsync(ns, "child");
        await GoneAsync(ns, "grandchild");
    }

    [Fact]
    public async Task Background_OneOfTwoOwnersGone_DependentStays()
    {
        var ns = await _api.NewNamespaceAsync();
        var (one, two) = (await ConfigMapAsync(ns, "one"), await ConfigMapAsync(ns, "two"));
        await ConfigMapAsync(ns, "child", one, two);
        await DeleteAsync(ns, "one");
        var child = await _api.UntilAsync($"/api/v1/namespaces/{ns}/configmaps/child", answer => answer.Body["metadata"]?["ownerReferences"]?.AsArray().Count == 1);
        Assert.Equal("two", (string)child.Body["metadata"]!["ownerReferences"]![0]!["name"]!);
    }

    [Fact]
    public async Task Foreground_OwnerWaitsForItsDependents()
    {
        var ns = await _api.NewNamespaceAsync();
        var owner = await ConfigMapAsync(ns, "owner");
        await MakeAsync(ns, "child", "[\"test.example/hold\"]", owner);
        await DeleteAsync(ns, "owner", "Foreground");
        await _api.UntilAsync($"/api/v1/namespaces/{ns}/configmaps/child", answer => answer.Body["metadata"]?["deletionTimestamp"] is not null);
        var held = await _api.GetAsync($"/api/v1/namespaces/{ns}/configmaps/owner");
        Assert.Equal(["foregroundDeletion"], held.Body["metadata"]!["finalizers"]!.AsArray().Select(name => (string)name!));
        await _api.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{ns}/configmaps/child", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        await GoneAsync(ns, "owner");
    }

    [Fact]
    public async Task Orphan_DependentsStayWithoutTheirOwner()
    {
        var ns = await _api.NewNamespaceAsync();
        await ConfigMapAsync(ns, "child", await ConfigMapAsync(ns, "owner"));
        await DeleteAsync(ns, "owner", "Orphan");
        await GoneAsync(ns, "owner");
        var child = await _api.GetAsync($"/api/v1/namespaces/{ns}/configmaps/child");
        Assert.Equal((200, true), (child.Code, child.Body["metadata"]!["ownerReferences"] is null));
    }

    [Fact]
    public async Task Namespace_Deleted_IsEmptiedFirst()
    {
        var ns = await _api.NewNamespaceAsync();
        await MakeAsync(ns, "held", "[\"test.example/hold\"]");
        await _api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}");
        var terminating = await _api.GetAsync($"/api/v1/namespaces/{ns}");
        Assert.Equal("Terminating", (string)terminating.Body["status"]!["phase"]!);
        var refused = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"late"}}""");
        Assert.Equal((403, "Forbidden"), (refused.Code, refused.Reason));
        await _api.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{ns}/configmaps/held", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        await _api.UntilAsync($"/api/v1/namespaces/{ns}", answer => answer.Code == 404);
    }

    [Fact]
    public async Task Namespace_Created_HasAccountAndCa()
    {
        var ns = await _api.NewNamespaceAsync();
        Assert.Equal(200, (await _api.GetAsync($"/api/v1/namespaces/{ns}/serviceaccounts/default")).Code);
        var ca = await _api.GetAsync($"/api/v1/namespaces/{ns}/configmaps/kube-root-ca.crt");
        Assert.Equal(fixture.Cluster.Cluster.CaPem, (string)ca.Body["data"]!["ca.crt"]!);
        await _api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}/serviceaccounts/default");
        await _api.UntilAsync($"/api/v1/namespaces/{ns}/serviceaccounts/default", answer => answer.Code == 200);
    }

    [Fact]
    public async Task ClusterRoles_Aggregated_TakeInNewParts()
    {
        await _api.SendAsync(HttpMethod.Post, "/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"metadata":{"name":"more-to-view","labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},"rules":[{"apiGroups":["shop.example"],"resources":["tills"],"verbs":["get"]}]}""");
        await _api.UntilAsync("/apis/rbac.authorization.k8s.io/v1/clusterroles/admin", answer => answer.Body.ToJsonString().Contains("shop.example", StringComparison.Ordinal));
    }

    public void Dispose() => _api.Dispose();

    private Task<string> ConfigMapAsync(string ns, string name, params string[] owners) => MakeAsync(ns, name, "[]", owners);

    /// <summary>Makes one; returns a reference to it as an owner.</summary>
    private async Task<string> MakeAsync(string ns, string name, string finalizers, params string[] owners)
    {
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", $$"""
            {"metadata":{"name":"{{name}}","finalizers":{{finalizers}},"ownerReferences":[{{string.Join(',', owners)}}] } }
            """);
        Assert.Equal(201, made.Code);
        return $$"""{"apiVersion":"v1","kind":"ConfigMap","name":"{{name}}","uid":"{{made.Body["metadata"]!["uid"]}}","blockOwnerDeletion":true}""";
    }

    private Task<ClusterApi.Answer> DeleteAsync(string ns, string name, string policy = "Background") =>
        _api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}/configmaps/{name}?propagationPolicy={policy}");

    private Task<ClusterApi.Answer> GoneAsync(string ns, string name) => _api.UntilAsync($"/api/v1/namespaces/{ns}/configmaps/{name}", answer => answer.Code == 404);
}
