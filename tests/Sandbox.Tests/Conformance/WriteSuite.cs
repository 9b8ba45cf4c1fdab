using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

/// <summary>Create, update and delete, as every API server does them.</summary>
public abstract class WriteSuite(ITestCluster cluster) : IDisposable
{
    private readonly ClusterApi _api = new(cluster);

    [Fact]
    public async Task Create_Object_GetsIdentity()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a","namespace":""},"data":{"k":"v"}}""");
        Assert.Equal(201, made.Code);
        Assert.True(Guid.TryParse((string?)made.Body["metadata"]!["uid"], out _));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", (string?)made.Body["metadata"]!["creationTimestamp"]);
        Assert.Equal(ns, (string?)made.Body["metadata"]!["namespace"]);
        Assert.True(long.Parse(made.Version) > 0);
        Assert.Equal("ConfigMap", (string?)made.Body["kind"]);
    }

    [Fact]
    public async Task Create_GenerateName_CompletesIt()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"generateName":"made-"}}""");
        Assert.Matches("^made-[a-z0-9]{5}$", (string?)made.Body["metadata"]!["name"]);
    }

    [Fact]
    public async Task Create_Twice_AlreadyExists()
    {
        var ns = await _api.NewNamespaceAsync();
        await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");
        var again = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");
        Assert.Equal((409, "AlreadyExists", "configmaps \"a\" already exists"), (again.Code, again.Reason, again.Message));
    }

    [Theory]
    [InlineData("""{"metadata":{}}""", 422, "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required")]
    [InlineData("""{"metadata":{"name":"A_b"}}""", 422, "ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": a lowercase RFC 1123 subdomain")]
    [InlineData("""{"kind":"Secret","metadata":{"name":"a"}}""", 400, "")]
    [InlineData("""{"metadata":{"name":"a","namespace":"elsewhere"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("""{"metadata":{"name":"a","labels":{"a":"b c"}}}""", 422, "metadata.labels: Invalid value: \"b c\"")]
    [InlineData("""{"metadata":{"name":"a"},"data":{"a":1}}""", 400, "")]
    [InlineData("nonsense", 400, "")]
    public async Task Create_BadObject_Refused(string body, int code, string message)
    {
        var ns = await _api.NewNamespaceAsync();
        var refused = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", body);
        Assert.Equal(code, refused.Code);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_InMissingNamespace_NotFound()
    {
        var refused = await _api.SendAsync(HttpMethod.Post, "/api/v1/namespaces/nowhere/configmaps", """{"metadata":{"name":"a"}}""");
        Assert.Equal((404, "namespaces \"nowhere\" not found"), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task Create_UnknownField_WarnsOrRefuses()
    {
        var ns = await _api.NewNamespaceAsync();
        const string Body = """{"metadata":{"name":"a"},"datta":{"k":"v"}}""";
        var strict = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps?fieldValidation=Strict", Body);
        Assert.Equal(400, strict.Code);
        Assert.Contains("strict decoding error: unknown field \"datta\"", strict.Message, StringComparison.Ordinal);
        var warned = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps?fieldValidation=Warn", Body);
        Assert.Equal(201, warned.Code);
        Assert.Contains("unknown field", Assert.Single(warned.Warnings), StringComparison.Ordinal);
        Assert.False(warned.Body.ContainsKey("datta"));
    }

    [Fact]
    public async Task Create_DryRun_KeepsNothing()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps?dryRun=All", """{"metadata":{"name":"a"}}""");
        Assert.Equal(201, made.Code);
        Assert.Equal(404, (await _api.GetAsync($"/api/v1/namespaces/{ns}/configmaps/a")).Code);
    }

    [Fact]
    public async Task Update_StaleVersion_Conflict()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");
        var body = made.Body.DeepClone().AsObject();
        body["data"] = new System.Text.Json.Nodes.JsonObject { ["k"] = "1" };
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Put, $"/api/v1/namespaces/{ns}/configmaps/a", body.ToJsonString())).Code);
        var stale = await _api.SendAsync(HttpMethod.Put, $"/api/v1/namespaces/{ns}/configmaps/a", body.ToJsonString());
        Assert.Equal((409, "Conflict"), (stale.Code, stale.Reason));
        Assert.StartsWith("Operation cannot be fulfilled on configmaps \"a\": the object has been modified", stale.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WithoutChange_KeepsVersion()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var same = await _api.SendAsync(HttpMethod.Put, $"/api/v1/namespaces/{ns}/configmaps/a", made.Body.ToJsonString());
        Assert.Equal((200, made.Version), (same.Code, same.Version));
    }

    [Fact]
    public async Task Update_Status_TouchesNothingElse()
    {
        var ns = await _api.NewNamespaceAsync();
        await _api.SendAsync(HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments", Manifests.Deployment);
        var current = await _api.GetAsync($"/apis/apps/v1/namespaces/{ns}/deployments/web");
        current.Body["spec"]!["replicas"] = 9;
        current.Body["status"] = new System.Text.Json.Nodes.JsonObject { ["replicas"] = 4, ["observedGeneration"] = 1 };
        var updated = await _api.SendAsync(HttpMethod.Put, $"/apis/apps/v1/namespaces/{ns}/deployments/web/status", current.Body.ToJsonString());
        Assert.Equal(200, updated.Code);
        Assert.Equal((2, 4, 1), ((int)updated.Body["spec"]!["replicas"]!, (int)updated.Body["status"]!["replicas"]!, (int)updated.Body["metadata"]!["generation"]!));
    }

    [Fact]
    public async Task Update_Spec_RaisesGenerationAndKeepsStatus()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments", Manifests.Deployment);
        Assert.Equal(1, (int)made.Body["metadata"]!["generation"]!);
        var scaled = await _api.SendAsync(HttpMethod.Patch, $"/apis/apps/v1/namespaces/{ns}/deployments/web", """{"spec":{"replicas":5},"status":{"replicas":7}}""", "application/merge-patch+json");
        Assert.Equal(2, (int)scaled.Body["metadata"]!["generation"]!);
        Assert.Null(scaled.Body["status"]!["replicas"]);
        var labelled = await _api.SendAsync(HttpMethod.Patch, $"/apis/apps/v1/namespaces/{ns}/deployments/web", """{"metadata":{"labels":{"a":"b"}}}""", "application/merge-patch+json");
        Assert.Equal(2, (int)labelled.Body["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Update_ImmutableSelector_Invalid()
    {
        var ns = await _api.NewNamespaceAsync();
        await _api.SendAsync(HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments", Manifests.Deployment);
        var refused = await _api.SendAsync(
            HttpMethod.Patch, $"/apis/apps/v1/namespaces/{ns}/deployments/web",
            """{"spec":{"selector":{"matchLabels":{"app":"other"}},"template":{"metadata":{"labels":{"app":"other"}}}}}""", "application/merge-patch+json");
        Assert.Equal((422, "Invalid"), (refused.Code, refused.Reason));
        Assert.Contains("spec.selector: Invalid value", refused.Message, StringComparison.Ordinal);
        Assert.Contains("field is immutable", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scale_Subresource_ChangesReplicas()
    {
        var ns = await _api.NewNamespaceAsync();
        await _api.SendAsync(HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments", Manifests.Deployment);
        var path = $"/apis/apps/v1/namespaces/{ns}/deployments/web/scale";
        var scale = await _api.GetAsync(path);
        Assert.Equal(("Scale", 2), ((string)scale.Body["kind"]!, (int)scale.Body["spec"]!["replicas"]!));
        scale.Body["spec"]!["replicas"] = 4;
        Assert.Equal(4, (int)(await _api.SendAsync(HttpMethod.Put, path, scale.Body.ToJsonString())).Body["spec"]!["replicas"]!);
        Assert.Equal(409, (await _api.SendAsync(HttpMethod.Put, path, scale.Body.ToJsonString().Replace("\"replicas\":4", "\"replicas\":5", StringComparison.Ordinal))).Code);
        Assert.Equal(4, (int)(await _api.GetAsync($"/apis/apps/v1/namespaces/{ns}/deployments/web")).Body["spec"]!["replicas"]!);
    }

    [Fact]
    public async Task Delete_WithFinalizer_MarksThenGoes()
    {
        var ns = await _api.NewNamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps/a";
        await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a","finalizers":["test.example/hold"]}}""");
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Delete, path)).Code);
        var held = await _api.GetAsync(path);
        Assert.NotNull(held.Body["metadata"]!["deletionTimestamp"]);
        var more = await _api.SendAsync(HttpMethod.Patch, path, """{"metadata":{"finalizers":["test.example/hold","test.example/more"]}}""", "application/merge-patch+json");
        Assert.Equal(422, more.Code);
        await _api.SendAsync(HttpMethod.Patch, path, """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        Assert.Equal(404, (await _api.GetAsync(path)).Code);
    }

    [Fact]
    public async Task Delete_WithPrecondition_ChecksUid()
    {
        var ns = await _api.NewNamespaceAsync();
        await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");
        var refused = await _api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}/configmaps/a", """{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"11111111-1111-1111-1111-111111111111"}}""");
        Assert.Equal((409, "Conflict"), (refused.Code, refused.Reason));
        Assert.Equal(200, (await _api.GetAsync($"/api/v1/namespaces/{ns}/configmaps/a")).Code);
    }

    [Fact]
    public async Task Delete_Gone_AnswersStatusWithUid()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");
        var deleted = await _api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}/configmaps/a");
        Assert.Equal(("Status", "Success"), ((string)deleted.Body["kind"]!, (string)deleted.Body["status"]!));
        Assert.Equal((string)made.Body["metadata"]!["uid"]!, (string)deleted.Body["details"]!["uid"]!);
        var again = await _api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}/configmaps/a");
        Assert.Equal((404, "configmaps \"a\" not found"), (again.Code, again.Message));
    }

    [Fact]
    public async Task DeleteCollection_Selector_DeletesTheSelected()
    {
        var ns = await _api.NewNamespaceAsync();
        foreach (var (name, tier) in new[] { ("a", "x"), ("b", "x"), ("c", "y") })
        {
            await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/secrets", $$"""{"metadata":{"name":"{{name}}","labels":{"tier":"{{tier}}"} } }""");
        }
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{ns}/secrets?labelSelector=tier%3Dx")).Code);
        var left = await _api.GetAsync($"/api/v1/namespaces/{ns}/secrets");
        Assert.Equal("c", (string)Assert.Single(left.Body["items"]!.AsArray())!["metadata"]!["name"]!);
    }

    [Fact]
    public async Task Defaults_Service_GetsAddressAndKeepsIt()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/services", """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");
        var spec = made.Body["spec"]!;
        Assert.Matches(@"^10\.96\.", (string)spec["clusterIP"]!);
        Assert.Equal(("TCP", 80, "ClusterIP", "None"), ((string)spec["ports"]![0]!["protocol"]!, (int)spec["ports"]![0]!["targetPort"]!, (string)spec["type"]!, (string)spec["sessionAffinity"]!));
        var replaced = await _api.SendAsync(HttpMethod.Put, $"/api/v1/namespaces/{ns}/services/s", """{"metadata":{"name":"s"},"spec":{"ports":[{"port":81}]}}""");
        Assert.Equal((200, (string)spec["clusterIP"]!), (replaced.Code, (string)replaced.Body["spec"]!["clusterIP"]!));
        var moved = await _api.SendAsync(HttpMethod.Patch, $"/api/v1/namespaces/{ns}/services/s", """{"spec":{"clusterIP":"10.96.77.77","clusterIPs":["10.96.77.77"]}}""", "application/merge-patch+json");
        Assert.Equal(422, moved.Code);
    }

    [Fact]
    public async Task Defaults_Deployment_AreFilledIn()
    {
        var ns = await _api.NewNamespaceAsync();
        var made = await _api.SendAsync(HttpMethod.Post, $"/apis/apps/v1/namespaces/{ns}/deployments", Manifests.Deployment);
        var spec = made.Body["spec"]!;
        Assert.Equal(("RollingUpdate", "25%", 600, 10), (
            (string)spec["strategy"]!["type"]!, (string)spec["strategy"]!["rollingUpdate"]!["maxSurge"]!, (int)spec["progressDeadlineSeconds"]!, (int)spec["revisionHistoryLimit"]!));
        var pod = spec["template"]!["spec"]!;
        Assert.Equal(("Always", "ClusterFirst", "default-scheduler", 30, "IfNotPresent"), (
            (string)pod["restartPolicy"]!, (string)pod["dnsPolicy"]!, (string)pod["schedulerName"]!, (int)pod["terminationGracePeriodSeconds"]!,
            (string)pod["containers"]![0]!["imagePullPolicy"]!));
    }

    [Theory]
    [InlineData("pods", """{"metadata":{"name":"p"},"spec":{"containers":[]}}""", "spec.containers: Required value")]
    [InlineData("pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c"}]}}""", "spec.containers[0].image: Required value")]
    [InlineData("pods", """{"metadata":{"name":"p"},"spec":{"restartPolicy":"Sometimes","containers":[{"name":"c","image":"i"}]}}""", "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\"")]
    [InlineData("services", """{"metadata":{"name":"s"},"spec":{}}""", "spec.ports: Required value")]
    [InlineData("services", """{"metadata":{"name":"s"},"spec":{"ports":[{"port":0}]}}""", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    public async Task Validation_Fields_AreNamed(string resource, string body, string message)
    {
        var ns = await _api.NewNamespaceAsync();
        var refused = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/{resource}", body);
        Assert.Equal((422, "Invalid"), (refused.Code, refused.Reason));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _api.Dispose();
        GC.SuppressFinalize(this);
    }
}
