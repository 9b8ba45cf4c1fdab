using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>Worlds in a real cluster, whose API server answers the questions.</summary>
internal sealed class RealCluster : IAsyncDisposable
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private readonly RealControlPlane _plane;
    private readonly HttpClient _http;

    private RealCluster(RealControlPlane plane) => (_plane, _http) = (plane, plane.CreateAdminClient());

    /// <summary>Whether aggregated roles get their rules.</summary>
    public static bool Aggregates => RealControlPlane.Find("kube-controller-manager") is not null;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RealCluster> StartAsync() =>
        new(await RealControlPlane.StartAsync(TimeProvider.System, Cancellation, controllers: "clusterrole-aggregation-controller"));

    /// <summary>Makes the world; when this returns, the API server decides by all of it.</summary>
    public async Task MakeAsync(RbacWorld world)
    {
        foreach (var ns in world.Namespaces) await PostAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } });
        var objects = world.ClusterRoles.Select(role => (Path: $"{Rbac}/clusterroles", Value: WithoutAggregated(role)))
            .Concat(world.Roles.Select(role => ($"{Rbac}/namespaces/{role["metadata"]!["namespace"]}/roles", role)))
            .Concat(world.ClusterRoleBindings.Select(binding => ($"{Rbac}/clusterrolebindings", binding)))
            .Concat(world.RoleBindings.Select(binding => ($"{Rbac}/namespaces/{binding["metadata"]!["namespace"]}/rolebindings", binding)))
            .Concat(world.Pods.Select(pod => ($"/api/v1/namespaces/{pod["metadata"]!["namespace"]}/pods", pod)));
        foreach (var (path, value) in objects) await PostAsync(path, value);
        if (Aggregates) await UntilAsync("the aggregated roles have their rules", async () => await AreAggregatedAsync(world));

        // What comes last in each of the four collections is known to the API server's authoriser after all else in it.
        var (ns0, last, watcher) = (world.Namespaces[0], $"{world.Name}-last", $"{world.Name}-watcher");
        JsonObject Rule() => new() { ["verbs"] = new JsonArray("get"), ["apiGroups"] = new JsonArray("last.example"), ["resources"] = new JsonArray("lasts") };
        JsonObject Binding(string kind) => new()
        {
            ["metadata"] = new JsonObject { ["name"] = last },
            ["roleRef"] = new JsonObject { ["apiGroup"] = RbacWorld.Group, ["kind"] = kind, ["name"] = last },
            ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "User", ["apiGroup"] = RbacWorld.Group, ["name"] = kind + watcher }),
        };
        foreach (var path in (string[])[$"{Rbac}/clusterroles", $"{Rbac}/namespaces/{ns0}/roles"])
            await PostAsync(path, new JsonObject { ["metadata"] = new JsonObject { ["name"] = last }, ["rules"] = new JsonArray(Rule()) });
        await PostAsync($"{Rbac}/clusterrolebindings", Binding("ClusterRole"));
        await PostAsync($"{Rbac}/namespaces/{ns0}/rolebindings", Binding("Role"));
        foreach (var kind in (string[])["ClusterRole", "Role"])
        {
            var question = new RbacQuestion(kind + watcher, [], "get", Group: "last.example", Resource: "lasts", Namespace: ns0);
            await UntilAsync("the API server knows the world", () => AllowsAsync(question));
        }
        foreach (var pod in world.Pods)
        {
            var metadata = pod["metadata"]!;
            var question = new RbacQuestion(
                $"system:node:{pod["spec"]!["nodeName"]}", ["system:nodes"], "get", Resource: "pods", Namespace: (string)metadata["namespace"]!, Name: (string)metadata["name"]!);
            await UntilAsync("the API server knows the pods", () => AllowsAsync(question));
        }
    }

    /// <summary>All that a node would be sent.</summary>
    public async Task<List<(string Resource, JsonObject Value)>> ReadAsync()
    {
        var all = new List<(string, JsonObject)>();
        foreach (var (path, resource) in new[]
            {
                ($"{Rbac}/clusterroles", "clusterroles"), ($"{Rbac}/roles", "roles"), ($"{Rbac}/clusterrolebindings", "clusterrolebindings"), ($"{Rbac}/rolebindings", "rolebindings"), ("/api/v1/pods", "pods"),
            })
        {
            var list = await _http.GetFromJsonAsync<JsonObject>(path, Cancellation);
            all.AddRange(list!["items"]!.AsArray().Select(item => (resource, item!.DeepClone().AsObject())));
        }
        return all;
    }

    public async Task<bool> AllowsAsync(RbacQuestion question)
    {
        using var response = await _http.PostAsJsonAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", question.Review(), Cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.Created, answer!.ToJsonString());
        return (bool)answer["status"]!["allowed"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _plane.DisposeAsync();
    }

    /// <summary>The rules of an aggregated role are the controller's to write.</summary>
    private static JsonObject WithoutAggregated(JsonObject role)
    {
        if (role["aggregationRule"] is null) return role;
        var clone = role.DeepClone().AsObject();
        clone["rules"] = new JsonArray();
        return clone;
    }

    private async Task<bool> AreAggregatedAsync(RbacWorld world)
    {
        var list = await _http.GetFromJsonAsync<JsonObject>($"{Rbac}/clusterroles", Cancellation);
        var found = list!["items"]!.AsArray().ToDictionary(item => (string)item!["metadata"]!["name"]!, item => item!["rules"] as JsonArray ?? []);
        return world.ClusterRoles.All(role => found.TryGetValue((string)role["metadata"]!["name"]!, out var rules) && Same(rules, role["rules"]!.AsArray()));
    }

    private static bool Same(JsonArray one, JsonArray other) => one.Count == other.Count && one.All(rule => other.Any(known => JsonNode.DeepEquals(known, rule)));

    private async Task PostAsync(string path, JsonObject value)
    {
        using var response = await _http.PostAsJsonAsync(path, value, Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync(Cancellation)}");
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60), $"not within 60 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }
}
