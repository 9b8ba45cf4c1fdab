using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

/// <summary>Kinds that are defined while the server runs.</summary>
public abstract class CustomResourceSuite(ITestCluster cluster) : IDisposable
{
    private const string MetadataIsImplicit =
        "spec.validation.openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified";

    private readonly ClusterApi _api = new(cluster);
    private readonly string _group = $"g{Guid.NewGuid():N}.example.com";

    [Fact]
    public async Task Definition_Created_IsServedAndDiscovered()
    {
        await DefineAsync();
        var made = await CreateAsync("""{"metadata":{"name":"a"},"spec":{"size":3}}""");
        Assert.Equal(201, made.Code);
        Assert.Equal("Widget", (string)made.Body["kind"]!);
        Assert.Equal(1, (int)made.Body["metadata"]!["generation"]!);
        var listed = await _api.GetAsync($"/apis/{_group}/v1/widgets");
        Assert.Equal(("WidgetList", 1), ((string)listed.Body["kind"]!, listed.Body["items"]!.AsArray().Count));
        var resources = await _api.UntilAsync($"/apis/{_group}/v1", answer => answer.Code == 200);
        Assert.Contains(resources.Body["resources"]!.AsArray(), resource => (string)resource!["name"]! == "widgets/scale");
    }

    [Theory]
    [InlineData("""{"type":"object"}""", null)]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string","pattern":"^[a-z]+$"}}}""", null)]
    [InlineData("""{"type":"object","properties":{"labels":{"type":"object"}}}""", MetadataIsImplicit)]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"},"labels":{"type":"object"}}}""", MetadataIsImplicit)]
    [InlineData("""{"type":"object","description":"whose it is"}""", MetadataIsImplicit)]
    [InlineData("""{"type":"object","required":["name"]}""", MetadataIsImplicit)]
    [InlineData("""{"type":"string"}""", "spec.validation.openAPIV3Schema.properties[metadata].type: Invalid value: \"string\": must be object")]
    public async Task Definition_DescribesMetadata_AsFarAsNamesGo(string metadata, string? refusal)
    {
        var made = await _api.SendAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All", $$$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.{{{_group}}}"},
             "spec":{"group":"{{{_group}}}","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget"},
              "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"metadata":{{{metadata}}} } } } }]} }
            """);
        if (refusal is null)
        {
            Assert.True(made.Code == 201, made.Message);
            return;
        }
        Assert.Equal((422, "Invalid"), (made.Code, made.Reason));
        Assert.Contains(refusal, made.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_Defaults_AndUnknownFields_FollowTheSchema()
    {
        await DefineAsync();
        var made = await CreateAsync("""{"metadata":{"name":"a"},"spec":{"size":3,"nonsense":1}}""");
        Assert.Equal("blue", (string)made.Body["spec"]!["color"]!);
        Assert.Null(made.Body["spec"]!["nonsense"]);
    }

    [Theory]
    [InlineData("""{"size":"big"}""", "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"")]
    [InlineData("""{}""", "spec.size: Required value")]
    [InlineData("""{"size":0}""", "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1")]
    [InlineData("""{"size":1,"color":"mauve"}""", "spec.color: Unsupported value: \"mauve\": supported values: \"blue\", \"red\"")]
    [InlineData("""{"size":1,"code":"no"}""", "spec.code: Invalid value: \"no\": spec.code in body should match '^[A-Z]+$'")]
    public async Task Object_AgainstTheSchema_Invalid(string spec, string message)
    {
        await DefineAsync();
        var refused = await CreateAsync($$$"""{"metadata":{"name":"a"},"spec":{{{spec}}}}""");
        Assert.Equal((422, "Invalid"), (refused.Code, refused.Reason));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_IsWrittenApart()
    {
        await DefineAsync();
        var made = await CreateAsync("""{"metadata":{"name":"a"},"spec":{"size":3},"status":{"have":9}}""");
        Assert.Null(made.Body["status"]);
        made.Body["status"] = new System.Text.Json.Nodes.JsonObject { ["have"] = 2 };
        made.Body["spec"]!["size"] = 7;
        var updated = await _api.SendAsync(HttpMethod.Put, $"/apis/{_group}/v1/namespaces/default/widgets/a/status", made.Body.ToJsonString());
        Assert.Equal((2, 3, 1), ((int)updated.Body["status"]!["have"]!, (int)updated.Body["spec"]!["size"]!, (int)updated.Body["metadata"]!["generation"]!));
    }

    [Fact]
    public async Task Scale_FollowsTheDefinedPaths()
    {
        await DefineAsync();
        await CreateAsync("""{"metadata":{"name":"a"},"spec":{"size":3}}""");
        var scaled = await _api.SendAsync(HttpMethod.Patch, $"/apis/{_group}/v1/namespaces/default/widgets/a/scale", """{"spec":{"replicas":6}}""", "application/merge-patch+json");
        Assert.Equal(("Scale", 6), ((string)scaled.Body["kind"]!, (int)scaled.Body["spec"]!["replicas"]!));
        Assert.Equal(6, (int)(await _api.GetAsync($"/apis/{_group}/v1/namespaces/default/widgets/a")).Body["spec"]!["size"]!);
    }

    [Fact]
    public async Task Update_WithoutVersion_Invalid()
    {
        await DefineAsync();
        await CreateAsync("""{"metadata":{"name":"a"},"spec":{"size":3}}""");
        var refused = await _api.SendAsync(HttpMethod.Put, $"/apis/{_group}/v1/namespaces/default/widgets/a", $$$"""{"apiVersion":"{{{_group}}}/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":4}}""");
        Assert.Equal(422, refused.Code);
        Assert.Contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StrategicMergePatch_Unsupported()
    {
        await DefineAsync();
        await CreateAsync("""{"metadata":{"name":"a"},"spec":{"size":3}}""");
        var refused = await _api.SendAsync(HttpMethod.Patch, $"/apis/{_group}/v1/namespaces/default/widgets/a", "{}", "application/strategic-merge-patch+json");
        Assert.Equal(415, refused.Code);
    }

    [Fact]
    public async Task Definition_Deleted_TakesItsObjectsAlong()
    {
        await DefineAsync();
        await CreateAsync("""{"metadata":{"name":"a"},"spec":{"size":3}}""");
        await _api.SendAsync(HttpMethod.Delete, $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.{_group}");
        await _api.UntilAsync($"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.{_group}", answer => answer.Code == 404);
        await DefineAsync();
        Assert.Empty((await _api.GetAsync($"/apis/{_group}/v1/widgets")).Body["items"]!.AsArray());
    }

    public void Dispose()
    {
        _api.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<ClusterApi.Answer> CreateAsync(string body)
    {
        var value = System.Text.Json.Nodes.JsonNode.Parse(body)!;
        value["apiVersion"] = $"{_group}/v1";
        value["kind"] = "Widget";
        return _api.SendAsync(HttpMethod.Post, $"/apis/{_group}/v1/namespaces/default/widgets", value.ToJsonString());
    }

    private async Task DefineAsync()
    {
        var made = await _api.SendAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", $$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.{{_group}}"},
             "spec":{"group":"{{_group}}","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget","shortNames":["wd"]},
              "versions":[{"name":"v1","served":true,"storage":true,
               "subresources":{"status":{},"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.have"} },
               "additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"}],
               "schema":{"openAPIV3Schema":{"type":"object","properties":{
                "spec":{"type":"object","required":["size"],"properties":{
                 "size":{"type":"integer","minimum":1},
                 "color":{"type":"string","enum":["blue","red"],"default":"blue"},
                 "code":{"type":"string","pattern":"^[A-Z]+$"} } },
                "status":{"type":"object","properties":{"have":{"type":"integer"} } } } } } }] } }
            """);
        Assert.Equal(201, made.Code);
        await _api.UntilAsync(
            $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.{_group}",
            answer => answer.Body["status"]?["conditions"]?.AsArray().Any(condition => (string)condition!["type"]! == "Established" && (string)condition["status"]! == "True") == true);
        await _api.UntilAsync($"/apis/{_group}/v1/widgets", answer => answer.Code == 200);
    }
}
