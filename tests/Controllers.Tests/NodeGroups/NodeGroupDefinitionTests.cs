using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

/// <summary>What a real API server refuses of a NodeGroup, and in which words.</summary>
public sealed class NodeGroupDefinitionTests : IAsyncLifetime
{
    private readonly RealTestCluster _cluster = new(TimeProvider.System);
    private readonly string _kubeconfig = Path.GetTempFileName();
    private ServiceProvider? _services;

    public async ValueTask InitializeAsync()
    {
        if (_cluster.Missing is not null) return;
        await _cluster.StartAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_kubeconfig, _cluster.Kubeconfig, TestContext.Current.CancellationToken);
        _services = new ServiceCollection().AddLogging().AddCluster(options => options.Kubeconfig = _kubeconfig).BuildServiceProvider();
        await _services.GetRequiredService<ICrdInstaller>().InstallAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        await _cluster.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    [Fact]
    public async Task Definition_OfBadGroups_RefusesThemWithTheReason()
    {
        if (_cluster.Missing is { } why) Assert.Skip(why);

        await RefusedAsync(
            new string('a', 64), """{"nodes":["n"]}""", "the name of a NodeGroup is the value of a label on its nodes, so it must have at most 63 characters");
        await RefusedAsync("g", """{"matchExpressions":[{"key":"a","operator":"In"}]}""", "the operators In and NotIn need values to compare with");
        await RefusedAsync("g", """{"matchExpressions":[{"key":"a","operator":"Exists","values":["b"]}]}""", "the operators Exists and DoesNotExist take no values");
        await RefusedAsync("g", """{"matchExpressions":[{"key":"a","operator":"Near"}]}""", "supported values: \\\"In\\\", \\\"NotIn\\\", \\\"Exists\\\", \\\"DoesNotExist\\\"");
        await RefusedAsync("g", """{"matchLabels":{"a":"b c"}}""", "spec.matchLabels.a in body should match");

        using var answer = await ApplyAsync(new string('a', 63), """{"nodes":["n","n"],"matchLabels":{},"topologyEnabled":true}""");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task RefusedAsync(string name, string spec, string reason)
    {
        using var answer = await ApplyAsync(name, spec);
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> ApplyAsync(string name, string spec)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = NodeGroup.Collection.ApiVersion,
            ["kind"] = "NodeGroup",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = JsonNode.Parse(spec),
        };
        using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/apply-patch+yaml"));
        return await _services!.GetRequiredService<IClusterConnection>().Http.PatchAsync(
            $"apis/apps.kubeedge.io/v1alpha1/nodegroups/{name}?fieldManager=test", content, TestContext.Current.CancellationToken);
    }
}
