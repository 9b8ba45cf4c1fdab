using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Crds;

public sealed class CrdInstallerTests
{
    [Fact]
    public async Task InstallAsync_NewCluster_AppliesEachDefinitionAndWaitsUntilItIsServed()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        var applied = new ConcurrentQueue<string>();
        foreach (var name in new[] { "nodegroups.apps.kubeedge.io", "edgeapplications.apps.kubeedge.io" })
        {
            cluster.Server.Serve($"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name}", async context =>
            {
                if (context.Request.Method == "PATCH")
                {
                    Assert.Equal("application/apply-patch+yaml", context.Request.ContentType);
                    var body = await JsonNode.ParseAsync(context.Request.Body);
                    applied.Enqueue(body!["metadata"]!["name"]!.GetValue<string>());
                    await context.Response.WriteAsync("{}");
                    return;
                }

                await context.Response.WriteAsync("""{"status":{"conditions":[{"type":"Established","status":"True"}]}}""");
            });
        }

        await cluster.Crds.InstallAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["edgeapplications.apps.kubeedge.io", "nodegroups.apps.kubeedge.io"], applied);
        Assert.Equal(4, cluster.Server.Requests.Count);
    }

    [Fact]
    public void Definitions_EveryField_HasADescription()
    {
        foreach (var definition in CrdManifests.Read())
        {
            var schema = definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();
            // The API server describes the metadata, and lets nobody else.
            Assert.Equal("""{"type":"object"}""", schema["properties"]!["metadata"]!.ToJsonString());
            schema["properties"]!.AsObject().Remove("metadata");
            AssertDescribed(schema, definition["metadata"]!["name"]!.GetValue<string>());
        }
    }

    [Fact]
    public void Definitions_NodeGroup_IsAsKubeEdgeHasIt()
    {
        var spec = CrdManifests.Read().Single(definition => definition["metadata"]!["name"]!.GetValue<string>() == "nodegroups.apps.kubeedge.io")["spec"]!;

        Assert.Equal("Cluster", spec["scope"]!.GetValue<string>());
        Assert.Equal("""["ng"]""", spec["names"]!["shortNames"]!.ToJsonString());
        Assert.Equal("v1alpha1", spec["versions"]![0]!["name"]!.GetValue<string>());
        Assert.True(spec["versions"]![0]!["storage"]!.GetValue<bool>());
        Assert.NotNull(spec["versions"]![0]!["subresources"]!["status"]);
    }

    private static void AssertDescribed(JsonObject schema, string path)
    {
        Assert.True(schema["description"] is JsonValue, $"{path} has no description");
        foreach (var (name, field) in schema["properties"] as JsonObject ?? [])
            AssertDescribed(field!.AsObject(), $"{path}.{name}");
        if (schema["items"] is JsonObject items)
            AssertDescribed(items, $"{path}[]");
        if (schema["additionalProperties"] is JsonObject values)
            AssertDescribed(values, $"{path}.*");
    }
}
